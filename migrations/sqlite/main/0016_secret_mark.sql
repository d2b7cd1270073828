-- What the server's secret is known by: a node with another secret, or a copy that was restored without its keys, is
-- told at the start.
ALTER TABLE purpose ADD COLUMN secret_mark BLOB CHECK (length(secret_mark) = 32);
