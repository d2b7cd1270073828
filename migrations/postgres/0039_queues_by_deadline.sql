-- Lists and "next case" go by deadline, and names are searched without accents.
ALTER TABLE applications ADD COLUMN due_at timestamptz NOT NULL DEFAULT '9999-12-30 00:00:00+00';
UPDATE applications SET due_at = (state #>> '{due,at}')::timestamptz
    WHERE status IN ('Queued', 'Claimed') AND state #> '{due,visit}' = state #> '{visit,revision}';

-- The same order for everybody, so what was by submission alone goes: a program of before sorts what it lists until it is replaced.
DROP INDEX queued_by_office;
DROP INDEX queued_by_service;
DROP INDEX queued_by_role;
CREATE INDEX queued_by_office ON applications (role, service, office, due_at, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_service ON applications (role, service, due_at, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_role ON applications (role, due_at, submitted_at, id) WHERE status = 'Queued';

-- As the program folds them, for the letters of the languages spoken here; others are found when they are written next.
UPDATE applications
    SET holder_search = translate(holder_search, 'áàâäãåéèêëíìîïóòôöõøúùûüñçýÿ''’-.·', 'aaaaaaeeeeiiiioooooouuuuncyy     ')
    WHERE holder_search ~ '[^a-z0-9 ]';
