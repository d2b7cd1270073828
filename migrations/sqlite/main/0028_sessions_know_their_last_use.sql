-- A session says when its second factor was last shown and in which browser it is, and since when it is used; its last use is in the
-- file that does not wait for the disk.
ALTER TABLE sessions ADD COLUMN seen_at INTEGER;
ALTER TABLE sessions ADD COLUMN proven_at INTEGER;
ALTER TABLE sessions ADD COLUMN browser TEXT;
