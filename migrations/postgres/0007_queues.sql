-- What officers list and take from: queued cases by whose turn it is.
CREATE INDEX queued_by_office ON applications (role, service, office, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_service ON applications (role, service, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_role ON applications (role, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX applications_by_claim ON applications (claimed_by) WHERE claimed_by IS NOT NULL;

-- All cases of a service, and of all services, oldest first.
CREATE INDEX applications_by_status ON applications (service, status, submitted_at, id) INCLUDE (step, office);
CREATE INDEX applications_by_time ON applications (submitted_at, id);

-- The figures over each officer's list: how many cases stand where, what was drawn to be looked at, how long
-- people took. Counted from the indexes alone.
CREATE INDEX open_by_role ON applications (role, service, status, step, submitted_at, office) WHERE role IS NOT NULL;
CREATE INDEX sampled_by_role ON applications (role, service, office) WHERE sampled;
CREATE INDEX decided_by_people ON applications (service, decided_at) WHERE decided_by_people;
