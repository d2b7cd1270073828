-- What PostgreSQL's lists and figures walk through, here too: with 200,000 cases an officer's first page read the whole table.
CREATE INDEX queued_by_role ON applications (role, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX applications_by_time ON applications (submitted_at, id);
CREATE INDEX open_by_role ON applications (role, service, status, step, submitted_at, office) WHERE role IS NOT NULL;
CREATE INDEX sampled_by_role ON applications (role, service, office) WHERE sampled = 1;

-- With step and office, so that a service's figures are counted from it alone; a role's cases of one service are walked through it too.
DROP INDEX applications_by_status;
CREATE INDEX applications_by_status ON applications (service, status, submitted_at, id, step, office);
DROP INDEX queued_by_service;
