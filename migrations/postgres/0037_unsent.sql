-- What was typed into a form that was not taken, sealed, for the hour in which its page shows it again. Whoever writes here
-- does not wait for the disk.
-- Distribution key: id.
CREATE TABLE unsent (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    -- The reference or the id of the application that it is about, so that it is erased with it.
    about text COLLATE "C",
    sealed text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX unsent_by_expiry ON unsent (expires_at);
CREATE INDEX unsent_about ON unsent (about) WHERE about IS NOT NULL;
