-- Messages on their way out. One is open until it is sent or given up; whoever takes it has it until
-- `leased_until`.
-- Distribution key: application.
CREATE TABLE outbox (
    application uuid NOT NULL REFERENCES applications (id),
    id uuid NOT NULL,
    recipient text NOT NULL,
    language text COLLATE "C" NOT NULL,
    message text COLLATE "C" NOT NULL,
    permit uuid,
    words jsonb NOT NULL,
    due_at timestamptz NOT NULL,
    leased_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    dead_at timestamptz,
    last_error text,
    PRIMARY KEY (application, id)
);

CREATE INDEX outbox_open ON outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
