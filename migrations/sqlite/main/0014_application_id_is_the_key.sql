-- The application's id is the idempotency key of its submission: a second unique column said the same again.
-- SQLite cannot drop a unique column, so the table is made anew, as its manual describes (foreign keys are
-- checked again after the migrations).
CREATE TABLE applications_anew (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    reference TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    version BLOB NOT NULL REFERENCES versions (hash),
    status TEXT NOT NULL CHECK (
        status IN ('Queued', 'Claimed', 'Waiting', 'Approved', 'Rejected', 'Withdrawn', 'Lapsed')
    ),
    step TEXT,
    role TEXT,
    office TEXT,
    claimed_by BLOB REFERENCES people (id),
    sampled INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    submitted_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by_people INTEGER NOT NULL,
    language TEXT NOT NULL,
    holder TEXT NOT NULL,
    holder_search TEXT NOT NULL,
    email TEXT,
    document BLOB CHECK (length(document) = 32),
    state TEXT NOT NULL,
    erased_at INTEGER
) STRICT;

INSERT INTO applications_anew
SELECT id, reference, service, version, status, step, role, office, claimed_by, sampled, revision, head,
    submitted_at, decided_at, decided_by_people, language, holder, holder_search, email, document, state,
    erased_at
FROM applications;

DROP TABLE applications;

ALTER TABLE applications_anew RENAME TO applications;

CREATE INDEX queued_by_office ON applications (role, service, office, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_service ON applications (role, service, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX applications_by_status ON applications (service, status, submitted_at, id);
CREATE INDEX applications_by_claim ON applications (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX decided_by_people ON applications (service, decided_at) WHERE decided_by_people = 1;
