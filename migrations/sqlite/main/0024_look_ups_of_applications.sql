-- What applications are found by: documents, addresses of mail, telephones and plates in their answers, each as a hash with the
-- installation's secret. A row of kind 'none' says that there is nothing else; an application without any was kept by a
-- program of before, and is filled in by a job. Whoever changes what is hashed empties this table, and the job fills it anew.
CREATE TABLE look_ups (
    application BLOB NOT NULL REFERENCES applications (id),
    kind TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (application, kind, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX look_ups_by_hash ON look_ups (kind, hash);
