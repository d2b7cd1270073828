-- Histories. An event is never changed nor removed; the law may erase its payload and salt, nothing else.
-- Distribution key: application.
CREATE TABLE events (
    application uuid NOT NULL REFERENCES applications (id),
    sequence bigint NOT NULL CHECK (sequence > 0),
    at timestamptz NOT NULL,
    author jsonb NOT NULL,
    kind text COLLATE "C" NOT NULL,
    payload jsonb,
    salt bytea CHECK (octet_length(salt) = 16),
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
    previous bytea NOT NULL CHECK (octet_length(previous) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (application, sequence),
    CONSTRAINT events_are_whole_or_erased CHECK ((payload IS NULL) = (salt IS NULL))
);

CREATE FUNCTION events_are_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are neither changed nor removed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER events_are_only_erased BEFORE UPDATE ON events
FOR EACH ROW WHEN (
    NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
    OR (NEW.application, NEW.sequence, NEW.at, NEW.author, NEW.kind, NEW.commitment, NEW.previous, NEW.hash)
        IS DISTINCT FROM
        (OLD.application, OLD.sequence, OLD.at, OLD.author, OLD.kind, OLD.commitment, OLD.previous, OLD.hash)
)
EXECUTE FUNCTION events_are_only_added_to();

CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
FOR EACH ROW EXECUTE FUNCTION events_are_only_added_to();

CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION events_are_only_added_to();
