-- Published versions of services, their permit skeletons, and which version is current.
CREATE TABLE versions (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    service TEXT NOT NULL,
    canonical_json TEXT NOT NULL,
    published_at INTEGER NOT NULL
) STRICT;

CREATE TABLE skeletons (
    version BLOB NOT NULL REFERENCES versions (hash),
    language TEXT NOT NULL,
    pdf BLOB NOT NULL,
    PRIMARY KEY (version, language)
) STRICT;

CREATE TABLE current_versions (
    service TEXT PRIMARY KEY NOT NULL,
    version BLOB NOT NULL REFERENCES versions (hash),
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
