-- Applications that are being typed. Whoever writes here does not wait for the disk.
-- Distribution key: id.
CREATE TABLE drafts (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    service text COLLATE "C" NOT NULL,
    version bytea NOT NULL CHECK (octet_length(version) = 32),
    answers jsonb NOT NULL,
    language text COLLATE "C" NOT NULL,
    updated_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX drafts_by_expiry ON drafts (expires_at);
