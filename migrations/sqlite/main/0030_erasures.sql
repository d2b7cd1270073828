-- Erasure by law: who asked that what an application tells of people be erased, and what was decided. The words go with the
-- erasure; who, when and on what ground stays.
CREATE TABLE erasures (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    application BLOB NOT NULL REFERENCES applications (id),
    service TEXT NOT NULL,
    office TEXT,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    ground TEXT NOT NULL,
    words TEXT,
    proposed_by BLOB REFERENCES people (id),
    proposed_at INTEGER,
    ended_by BLOB REFERENCES people (id),
    ended_at INTEGER,
    outcome TEXT,
    refusal TEXT,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    CHECK ((proposed_by IS NULL) = (proposed_at IS NULL)),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX erasures_by_application ON erasures (application, asked_at);
CREATE UNIQUE INDEX erasures_one_open ON erasures (application) WHERE ended_at IS NULL;
CREATE INDEX erasures_open ON erasures (asked_at, id) WHERE ended_at IS NULL;

-- What may be over, in the order in which it came: walked each day where a service says how long it keeps.
CREATE INDEX applications_kept ON applications (service, submitted_at, id) WHERE erased_at IS NULL;
