-- Scans are forgotten by when they were received: what a phone's clock said may be years off. Nothing else asked by service and
-- time.
CREATE INDEX scans_by_arrival ON scans (service, received_at);
DROP INDEX scans_by_service;
