-- How many of a service's applications are erased: a rehearsal tells what it cannot decide again.
CREATE INDEX applications_erased ON applications (service, submitted_at) WHERE erased_at IS NOT NULL;
