-- After no program of release 0.1 runs any more, which forgets scans by it (0024_scans_by_arrival).
DROP INDEX scans_by_service;
