-- What people prove who they are with besides a password, and what stands in for a proof for a while: it has an end, and goes with
-- the password it was made beside. What it is stands in `proof`; a newer release's is kept as it is.
CREATE TABLE credentials (
    key BLOB PRIMARY KEY NOT NULL CHECK (length(key) = 32),
    person BLOB NOT NULL REFERENCES people (id),
    proof TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX credentials_by_person ON credentials (person);
CREATE INDEX credentials_by_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;
