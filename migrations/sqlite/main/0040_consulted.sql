-- Whose opinions an application waits for: their roles, each with a space before and after it; nothing for almost all of them. Several may
-- be asked at once, so `role`, which is whose turn it is, cannot say it.
ALTER TABLE applications ADD COLUMN consulted TEXT;
CREATE INDEX applications_consulted ON applications (due_at, submitted_at, id) WHERE consulted IS NOT NULL;
