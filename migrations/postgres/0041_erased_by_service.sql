-- How many of a service's applications are erased: a rehearsal tells what it cannot decide again. Where many applications are kept,
-- make it by hand beforehand, CONCURRENTLY.
CREATE INDEX IF NOT EXISTS applications_erased ON applications (service, submitted_at) WHERE erased_at IS NOT NULL;
