-- Histories. An event is never changed nor removed; the law may erase its payload and salt, nothing else.
CREATE TABLE events (
    application BLOB NOT NULL REFERENCES applications (id),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT,
    salt BLOB CHECK (length(salt) = 16),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (application, sequence),
    CHECK ((payload IS NULL) = (salt IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_only_erased BEFORE UPDATE ON events
WHEN NOT (
    NEW.payload IS NULL AND NEW.salt IS NULL
    AND NEW.application IS OLD.application AND NEW.sequence IS OLD.sequence AND NEW.at IS OLD.at
    AND NEW.author IS OLD.author AND NEW.kind IS OLD.kind AND NEW.commitment IS OLD.commitment
    AND NEW.previous IS OLD.previous AND NEW.hash IS OLD.hash
)
BEGIN
    SELECT RAISE(ABORT, 'events are not changed');
END;

CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are not removed');
END;
