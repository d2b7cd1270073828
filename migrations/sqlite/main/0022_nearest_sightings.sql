-- The sighting of a permit before or after another is found in one step, however many there are: the index ends, as each of
-- this table, with the key. Scans without a place are no sightings.
CREATE INDEX scans_sighted ON scans (permit, at) WHERE permit IS NOT NULL AND lat IS NOT NULL;
