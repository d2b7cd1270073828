-- Scans are forgotten by when they were received: what a phone's clock said may be years off.
CREATE INDEX IF NOT EXISTS scans_by_arrival ON scans (service, received_at);
