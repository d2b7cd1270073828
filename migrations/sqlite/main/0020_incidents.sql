-- What police reported from a checkpoint, and how it ended. The texts go when their time is over; the rest stays.
CREATE TABLE incidents (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    device BLOB NOT NULL REFERENCES devices (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    permit BLOB CHECK (length(permit) = 16),
    service TEXT,
    code TEXT,
    verdict TEXT NOT NULL,
    scanned_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    checkpoint TEXT,
    lat INTEGER CHECK (lat BETWEEN -9000 AND 9000),
    lon INTEGER CHECK (lon BETWEEN -18000 AND 18000),
    outcome TEXT,
    closing_note TEXT,
    closed_by BLOB REFERENCES people (id),
    closed_at INTEGER,
    CHECK ((lat IS NULL) = (lon IS NULL)),
    CHECK ((outcome IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closed_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX incidents_open ON incidents (received_at, id) WHERE closed_at IS NULL;
CREATE INDEX incidents_closed ON incidents (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX incidents_by_permit ON incidents (permit) WHERE permit IS NOT NULL;
CREATE INDEX incidents_with_texts ON incidents (service, closed_at)
WHERE closed_at IS NOT NULL AND (code IS NOT NULL OR note IS NOT NULL OR closing_note IS NOT NULL);
