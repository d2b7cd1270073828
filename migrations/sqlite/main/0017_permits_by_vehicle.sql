-- What police find a permit by where they see only the vehicle: its plate, hashed with the installation's secret.
ALTER TABLE permits ADD COLUMN vehicle BLOB CHECK (length(vehicle) = 32);

CREATE INDEX permits_by_vehicle ON permits (vehicle, issued_at) WHERE vehicle IS NOT NULL;
