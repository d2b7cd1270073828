-- Who administered what. Lines are added, never changed: whoever can only speak SQL through the program
-- cannot rewrite them. (Whoever owns the table can; the applications' hash chains are for that.)
-- Distribution key: line.
CREATE TABLE audit_log (
    line bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    person uuid,
    deed jsonb NOT NULL
);

CREATE INDEX audit_log_by_person ON audit_log (person, line) WHERE person IS NOT NULL;

CREATE FUNCTION audit_log_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lines of the audit log are neither changed nor removed'
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE OR DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION audit_log_is_only_added_to();

CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_only_added_to();
