-- Counters in windows that the first hit opens.
CREATE TABLE rate_limits (
    bucket TEXT PRIMARY KEY NOT NULL,
    window_ends_at INTEGER NOT NULL,
    hits INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX rate_limits_by_end ON rate_limits (window_ends_at);
