-- Commands for later. A timer that was carried out is removed. The name is the program's `TimerName`.
-- Distribution key: application.
CREATE TABLE timers (
    application uuid NOT NULL REFERENCES applications (id),
    name jsonb NOT NULL,
    at timestamptz NOT NULL,
    command jsonb NOT NULL,
    leased_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    dead_at timestamptz,
    last_error text,
    PRIMARY KEY (application, name)
);

CREATE INDEX timers_open ON timers (at) WHERE dead_at IS NULL;
CREATE INDEX timers_dead ON timers (dead_at) WHERE dead_at IS NOT NULL;
