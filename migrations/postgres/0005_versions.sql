-- Published versions of services, their permit skeletons, and which version is current. The canonical JSON is
-- text, not jsonb: its hash is over its very bytes.
-- Distribution: small, copied to every node.
CREATE TABLE versions (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    service text COLLATE "C" NOT NULL,
    canonical_json text NOT NULL,
    published_at timestamptz NOT NULL
);

-- Distribution: small, copied to every node.
CREATE TABLE skeletons (
    version bytea NOT NULL REFERENCES versions (hash),
    language text COLLATE "C" NOT NULL,
    pdf bytea NOT NULL,
    PRIMARY KEY (version, language)
);

-- Distribution: small, copied to every node.
CREATE TABLE current_versions (
    service text COLLATE "C" PRIMARY KEY,
    version bytea NOT NULL REFERENCES versions (hash),
    since timestamptz NOT NULL
);
