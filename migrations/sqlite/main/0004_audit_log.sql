-- Who administered what. Lines are added, never changed: whoever can only speak SQL through the program
-- cannot rewrite them. (Whoever holds the file can; the applications' hash chains are for that.)
CREATE TABLE audit_log (
    line INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    person BLOB,
    deed TEXT NOT NULL
) STRICT;

CREATE INDEX audit_log_by_person ON audit_log (person, line) WHERE person IS NOT NULL;

CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'lines of the audit log are not changed');
END;

CREATE TRIGGER audit_log_is_not_shortened BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'lines of the audit log are not removed');
END;
