-- Erasure by law: who asked that what an application tells of people be erased, and what was decided. The words go with the
-- erasure; who, when and on what ground stays.
-- Distribution key: application.
CREATE TABLE erasures (
    application uuid NOT NULL REFERENCES applications (id),
    id uuid NOT NULL,
    service text COLLATE "C" NOT NULL,
    office text COLLATE "C",
    asked_by jsonb NOT NULL,
    asked_at timestamptz NOT NULL,
    ground text COLLATE "C" NOT NULL,
    words text,
    proposed_by uuid REFERENCES people (id),
    proposed_at timestamptz,
    ended_by uuid REFERENCES people (id),
    ended_at timestamptz,
    outcome text COLLATE "C",
    refusal text,
    revision bigint NOT NULL CHECK (revision >= 0),
    PRIMARY KEY (application, id),
    CHECK ((proposed_by IS NULL) = (proposed_at IS NULL)),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);

CREATE UNIQUE INDEX erasures_one_open ON erasures (application) WHERE ended_at IS NULL;
CREATE INDEX erasures_open ON erasures (asked_at, id) WHERE ended_at IS NULL;
CREATE INDEX erasures_by_id ON erasures (id);

-- What may be over, in the order in which it came: walked each day where a service says how long it keeps. On a large table,
-- make it by hand beforehand, CONCURRENTLY.
CREATE INDEX IF NOT EXISTS applications_kept ON applications (service, submitted_at, id) WHERE erased_at IS NULL;

-- The application whose answers a draft was begun with: erased with it.
ALTER TABLE drafts ADD COLUMN begun_from uuid;
CREATE INDEX IF NOT EXISTS drafts_begun_from ON drafts (begun_from) WHERE begun_from IS NOT NULL;
