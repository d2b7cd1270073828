-- Phones that police check permits with, known by their public key. Places are hundredths of a degree.
-- Distribution key: id.
CREATE TABLE devices (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    key bytea NOT NULL CHECK (octet_length(key) = 65),
    checkpoint text COLLATE "C",
    lat smallint CHECK (lat BETWEEN -9000 AND 9000),
    lon smallint CHECK (lon BETWEEN -18000 AND 18000),
    placed_at timestamptz NOT NULL,
    phrase text NOT NULL,
    enrolled_by uuid NOT NULL REFERENCES people (id),
    enrolled_at timestamptz NOT NULL,
    seen_at timestamptz,
    revoked_at timestamptz,
    revision bigint NOT NULL,
    CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL OR checkpoint IS NOT NULL))
);

-- Offers to enrol a phone, known by the hash of the token in their QR.
-- Distribution key: token.
CREATE TABLE enrolments (
    token bytea PRIMARY KEY CHECK (octet_length(token) = 32),
    name text NOT NULL,
    checkpoint text COLLATE "C",
    lat smallint CHECK (lat BETWEEN -9000 AND 9000),
    lon smallint CHECK (lon BETWEEN -18000 AND 18000),
    phrase text NOT NULL,
    made_by uuid NOT NULL REFERENCES people (id),
    expires_at timestamptz NOT NULL,
    device uuid,
    CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL OR checkpoint IS NOT NULL))
);

CREATE INDEX enrolments_by_end ON enrolments (expires_at);
