-- When sessions were last used, to the minute: a crash may lose the last of it. A row goes with its session's own end.
CREATE TABLE sessions_seen (
    token BLOB PRIMARY KEY NOT NULL CHECK (length(token) = 32),
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_seen_by_expiry ON sessions_seen (expires_at);
