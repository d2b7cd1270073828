-- Lists and "next case" go by deadline, and names are searched without accents.
ALTER TABLE applications ADD COLUMN due_at INTEGER NOT NULL DEFAULT 253402128000000000;
UPDATE applications SET due_at = CAST(unixepoch(state ->> '$.due.at', 'subsec') * 1000000 AS INTEGER)
    WHERE status IN ('Queued', 'Claimed') AND state ->> '$.due.visit' = state ->> '$.visit.revision';

DROP INDEX queued_by_office;
DROP INDEX queued_by_role;
CREATE INDEX queued_by_office ON applications (role, service, office, due_at, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_role ON applications (role, due_at, submitted_at, id) WHERE status = 'Queued';

-- As the program folds them, for the letters of the languages spoken here; others are found when they are written next.
UPDATE applications SET holder_search = replace(replace(replace(replace(replace(replace(holder_search, 'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'ã', 'a'), 'å', 'a')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(replace(replace(replace(holder_search, 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(replace(replace(replace(holder_search, 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(replace(replace(replace(replace(replace(holder_search, 'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o'), 'õ', 'o'), 'ø', 'o')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(replace(replace(replace(holder_search, 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(holder_search, 'ñ', 'n')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(holder_search, 'ç', 'c')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(replace(holder_search, 'ý', 'y'), 'ÿ', 'y')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
UPDATE applications SET holder_search = replace(replace(replace(replace(replace(holder_search, '’', ' '), '-', ' '), '.', ' '), '·', ' '), '''', ' ')
    WHERE holder_search GLOB '*[^a-z0-9 ]*';
