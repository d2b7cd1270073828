-- Commands for later. A timer that was carried out is removed.
CREATE TABLE timers (
    application BLOB NOT NULL REFERENCES applications (id),
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    command TEXT NOT NULL,
    leased_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    dead_at INTEGER,
    last_error TEXT,
    PRIMARY KEY (application, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX timers_open ON timers (at) WHERE dead_at IS NULL;
CREATE INDEX timers_dead ON timers (dead_at) WHERE dead_at IS NOT NULL;
