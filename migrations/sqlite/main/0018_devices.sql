-- Phones that police check permits with, known by their public key. Places are hundredths of a degree.
CREATE TABLE devices (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    key BLOB NOT NULL CHECK (length(key) = 65),
    checkpoint TEXT,
    lat INTEGER CHECK (lat BETWEEN -9000 AND 9000),
    lon INTEGER CHECK (lon BETWEEN -18000 AND 18000),
    placed_at INTEGER NOT NULL,
    phrase TEXT NOT NULL,
    enrolled_by BLOB NOT NULL REFERENCES people (id),
    enrolled_at INTEGER NOT NULL,
    seen_at INTEGER,
    revoked_at INTEGER,
    revision INTEGER NOT NULL,
    CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL OR checkpoint IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Offers to enrol a phone, known by the hash of the token in their QR.
CREATE TABLE enrolments (
    token BLOB PRIMARY KEY NOT NULL CHECK (length(token) = 32),
    name TEXT NOT NULL,
    checkpoint TEXT,
    lat INTEGER CHECK (lat BETWEEN -9000 AND 9000),
    lon INTEGER CHECK (lon BETWEEN -18000 AND 18000),
    phrase TEXT NOT NULL,
    made_by BLOB NOT NULL REFERENCES people (id),
    expires_at INTEGER NOT NULL,
    device BLOB REFERENCES devices (id),
    CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL OR checkpoint IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX enrolments_by_end ON enrolments (expires_at);
