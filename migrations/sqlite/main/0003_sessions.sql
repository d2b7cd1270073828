-- Log-ins, known by the hash of their token.
CREATE TABLE sessions (
    token BLOB PRIMARY KEY NOT NULL CHECK (length(token) = 32),
    person BLOB NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    csrf BLOB NOT NULL CHECK (length(csrf) = 32)
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
