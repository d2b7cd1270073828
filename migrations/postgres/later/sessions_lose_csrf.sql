-- After no program of release 0.1 runs any more (0017_sessions_without_csrf).
ALTER TABLE sessions DROP COLUMN csrf;
