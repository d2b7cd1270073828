-- What police find a permit by where they see only the vehicle: its plate, hashed with the installation's secret. The program
-- of the release before leaves it empty. Where there are millions of permits, run both by hand beforehand, the index with
-- CONCURRENTLY: it reads the whole table while nobody can write.
ALTER TABLE permits ADD COLUMN IF NOT EXISTS vehicle bytea;

CREATE INDEX IF NOT EXISTS permits_by_vehicle ON permits (vehicle, issued_at) WHERE vehicle IS NOT NULL;
