-- What officers list and take from: queued cases by whose turn it is, and all cases of a service.
CREATE INDEX queued_by_office ON applications (role, service, office, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX queued_by_service ON applications (role, service, submitted_at, id) WHERE status = 'Queued';
CREATE INDEX applications_by_status ON applications (service, status, submitted_at, id);
CREATE INDEX applications_by_claim ON applications (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX decided_by_people ON applications (service, decided_at) WHERE decided_by_people;
