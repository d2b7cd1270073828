-- What was typed into a form that was not taken, sealed, for the hour in which its page shows it again.
CREATE TABLE unsent (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    -- The reference or the id of the application that it is about, so that it is erased with it.
    about TEXT,
    sealed TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX unsent_by_expiry ON unsent (expires_at);
CREATE INDEX unsent_about ON unsent (about) WHERE about IS NOT NULL;
