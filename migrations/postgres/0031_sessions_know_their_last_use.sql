-- A session ends half an hour after its last use, and says when its second factor was last shown and in which browser it is. A
-- program of before writes none of these: where nobody has written when a session was last used, it counts from when it is first
-- seen here.
ALTER TABLE sessions ADD COLUMN seen_at timestamptz;
ALTER TABLE sessions ADD COLUMN proven_at timestamptz;
ALTER TABLE sessions ADD COLUMN browser text;
