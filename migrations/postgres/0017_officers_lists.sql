-- What an officer's first page asks for: the next of a role, how many cases stand where, what was drawn to be
-- looked at; and a supervisor's list of everything. Without these each of them read the whole table.
CREATE INDEX queued_by_role ON applications (role, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX open_by_role ON applications (role, service, status, step, submitted_at, office) WHERE role IS NOT NULL;
CREATE INDEX sampled_by_role ON applications (role, service, office) WHERE sampled;
CREATE INDEX applications_by_time ON applications (submitted_at, id);
