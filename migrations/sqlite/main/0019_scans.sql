-- What phones scanned, once for each phone's own id. `far_device` and `far_scan` name the earlier scan of the same permit
-- that this one is too far from.
CREATE TABLE scans (
    device BLOB NOT NULL REFERENCES devices (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    permit BLOB CHECK (length(permit) = 16),
    service TEXT,
    verdict TEXT NOT NULL,
    freshness TEXT NOT NULL,
    scanned_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    checkpoint TEXT,
    lat INTEGER CHECK (lat BETWEEN -9000 AND 9000),
    lon INTEGER CHECK (lon BETWEEN -18000 AND 18000),
    flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
    far_device BLOB CHECK (length(far_device) = 16),
    far_scan BLOB CHECK (length(far_scan) = 16),
    PRIMARY KEY (device, id),
    CHECK ((lat IS NULL) = (lon IS NULL) AND (far_device IS NULL) = (far_scan IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX scans_by_permit ON scans (permit, at) WHERE permit IS NOT NULL;
CREATE INDEX scans_by_time ON scans (at, service, checkpoint, verdict, flagged);
CREATE INDEX scans_by_service ON scans (service, at);
CREATE INDEX scans_too_far ON scans (at) WHERE far_scan IS NOT NULL;
