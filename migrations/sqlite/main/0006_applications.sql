-- Applications: the fold of their events (`state`, JSON) and what they are searched and listed by.
CREATE TABLE applications (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    reference TEXT NOT NULL UNIQUE,
    -- The idempotency key of its submission: a repetition finds the first result by it.
    submission BLOB NOT NULL UNIQUE CHECK (length(submission) = 32),
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
