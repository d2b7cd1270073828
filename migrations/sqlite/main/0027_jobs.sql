-- Work that takes longer than a request: one taker at a time has it, and any goes on with it. What has ended stays to be read.
CREATE TABLE jobs (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    instruction TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    progress TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    leased_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    ended_at INTEGER,
    result TEXT CHECK ((result IS NULL) = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_open ON jobs (due_at) WHERE ended_at IS NULL;
CREATE INDEX jobs_by_time ON jobs (asked_at);
