-- Applications that are being typed. This file does not wait for the disk.
CREATE TABLE drafts (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    service TEXT NOT NULL,
    version BLOB NOT NULL CHECK (length(version) = 32),
    answers TEXT NOT NULL,
    language TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX drafts_by_expiry ON drafts (expires_at);
