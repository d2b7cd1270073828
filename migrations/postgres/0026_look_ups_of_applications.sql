-- What applications are found by: documents, addresses of mail, telephones and plates in their answers, each as a hash with the
-- installation's secret. A row of kind 'none' says that there is nothing else; an application without any was kept by a
-- program of before, and is filled in by a job. Whoever changes what is hashed empties this table, and the job fills it anew.
-- No foreign key: a row is only written with its application, or while it is locked, and this is written with every submission.
-- Distribution key: application.
CREATE TABLE look_ups (
    application uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (application, kind, hash)
);

CREATE INDEX look_ups_by_hash ON look_ups (kind, hash);
