-- The sighting of a permit before or after another is found in one step, however many there are. Scans without a place are no
-- sightings.
CREATE INDEX IF NOT EXISTS scans_sighted ON scans (permit, at, device, id)
WHERE permit IS NOT NULL AND lat IS NOT NULL;
