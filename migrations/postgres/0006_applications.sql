-- Applications: the fold of their events (`state`) and what they are searched and listed by. The id is the
-- idempotency key of the submission. That a reference belongs to one application only is kept by
-- `application_references`: no uniqueness here spans two applications.
-- Distribution key: id.
CREATE TABLE applications (
    id uuid PRIMARY KEY,
    reference text COLLATE "C" NOT NULL,
    service text COLLATE "C" NOT NULL,
    version bytea NOT NULL REFERENCES versions (hash),
    status text COLLATE "C" NOT NULL CHECK (
        status IN ('Queued', 'Claimed', 'Waiting', 'Approved', 'Rejected', 'Withdrawn', 'Lapsed')
    ),
    step text COLLATE "C",
    role text COLLATE "C",
    office text COLLATE "C",
    claimed_by uuid REFERENCES people (id),
    sampled boolean NOT NULL,
    revision bigint NOT NULL CHECK (revision >= 0),
    head bytea NOT NULL CHECK (octet_length(head) = 32),
    submitted_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by_people boolean NOT NULL,
    language text COLLATE "C" NOT NULL,
    holder text NOT NULL,
    -- The holder's name in small letters, made by the program, so that every store finds alike.
    holder_search text NOT NULL,
    email text,
    document bytea CHECK (octet_length(document) = 32),
    state jsonb NOT NULL,
    erased_at timestamptz
);
