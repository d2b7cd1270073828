-- What a mass revocation has revoked, in the order in which it went: for the list of it. Where there are millions of permits, run it by
-- hand beforehand with CONCURRENTLY: it reads the whole table while nobody can write.
CREATE INDEX IF NOT EXISTS permits_revoked_by_service ON permits (service, issued_at, application, id)
WHERE status = 'Revoked';
