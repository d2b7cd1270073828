-- What phones scanned, once for each phone's own id. `far_device` and `far_scan` name the earlier scan of the same permit
-- that this one is too far from.
-- Distribution key: device.
CREATE TABLE scans (
    device uuid NOT NULL REFERENCES devices (id),
    id uuid NOT NULL,
    permit uuid,
    service text COLLATE "C",
    verdict text COLLATE "C" NOT NULL,
    freshness text COLLATE "C" NOT NULL,
    scanned_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    checkpoint text COLLATE "C",
    lat smallint CHECK (lat BETWEEN -9000 AND 9000),
    lon smallint CHECK (lon BETWEEN -18000 AND 18000),
    flagged boolean NOT NULL DEFAULT false,
    far_device uuid,
    far_scan uuid,
    PRIMARY KEY (device, id),
    CHECK ((lat IS NULL) = (lon IS NULL) AND (far_device IS NULL) = (far_scan IS NULL))
);

CREATE INDEX scans_by_permit ON scans (permit, at) WHERE permit IS NOT NULL;
CREATE INDEX scans_by_time ON scans (at, service, checkpoint, verdict, flagged);
CREATE INDEX scans_by_service ON scans (service, at);
CREATE INDEX scans_too_far ON scans (at) WHERE far_scan IS NOT NULL;
