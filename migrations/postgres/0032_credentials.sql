-- What people prove who they are with besides a password, and what stands in for a proof for a while: it has an end, and goes with
-- the password it was made beside. What it is stands in `proof`; a newer release's is kept as it is.
-- Distribution key: none; a small table that every server has.
CREATE TABLE credentials (
    key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
    person uuid NOT NULL REFERENCES people (id),
    proof jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revision bigint NOT NULL
);

CREATE INDEX credentials_by_person ON credentials (person);
CREATE INDEX credentials_by_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;
