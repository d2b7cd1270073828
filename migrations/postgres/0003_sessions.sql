-- Log-ins, known by the hash of their token.
-- Distribution key: token.
CREATE TABLE sessions (
    token bytea PRIMARY KEY CHECK (octet_length(token) = 32),
    person uuid NOT NULL REFERENCES people (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    csrf bytea NOT NULL CHECK (octet_length(csrf) = 32)
);

CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
