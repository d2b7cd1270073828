-- Who logs in, and what each may do: a role, for everything or for one service, one office.
-- Times are microseconds since 1970 in UTC, here and everywhere; ids are the 16 bytes of a UUID.
CREATE TABLE people (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    password_hash TEXT NOT NULL,
    disabled_at INTEGER,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    person BLOB NOT NULL REFERENCES people (id),
    place INTEGER NOT NULL,
    role TEXT NOT NULL,
    service TEXT,
    office TEXT,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;
