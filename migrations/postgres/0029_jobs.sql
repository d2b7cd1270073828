-- Work that takes longer than a request: one node at a time has it, and any goes on with it. What has ended stays to be read.
-- Distribution key: none; a small table that every server has.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    instruction jsonb NOT NULL,
    asked_by jsonb NOT NULL,
    asked_at timestamptz NOT NULL,
    progress jsonb NOT NULL,
    due_at timestamptz NOT NULL,
    leased_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    ended_at timestamptz,
    result text COLLATE "C" CHECK ((result IS NULL) = (ended_at IS NULL))
);

CREATE INDEX jobs_open ON jobs (due_at) WHERE ended_at IS NULL;
CREATE INDEX jobs_by_time ON jobs (asked_at);
