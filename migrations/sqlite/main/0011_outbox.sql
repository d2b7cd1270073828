-- Messages on their way out. One is open until it is sent or given up; whoever takes it has it until
-- `leased_until`.
CREATE TABLE outbox (
    application BLOB NOT NULL REFERENCES applications (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    message TEXT NOT NULL,
    permit BLOB CHECK (length(permit) = 16),
    words TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    leased_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    dead_at INTEGER,
    last_error TEXT,
    PRIMARY KEY (application, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_open ON outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
