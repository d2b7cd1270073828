-- What police reported from a checkpoint, and how it ended. The texts go when their time is over; the rest stays. The phone lies
-- elsewhere than its report, so no key refers to it.
-- Distribution key: id.
CREATE TABLE incidents (
    id uuid PRIMARY KEY,
    device uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    note text,
    permit uuid,
    service text COLLATE "C",
    code text,
    verdict text COLLATE "C" NOT NULL,
    scanned_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    checkpoint text COLLATE "C",
    lat smallint CHECK (lat BETWEEN -9000 AND 9000),
    lon smallint CHECK (lon BETWEEN -18000 AND 18000),
    outcome text COLLATE "C",
    closing_note text,
    closed_by uuid REFERENCES people (id),
    closed_at timestamptz,
    CHECK ((lat IS NULL) = (lon IS NULL)),
    CHECK ((outcome IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closed_at IS NULL))
);

CREATE INDEX incidents_open ON incidents (received_at, id) WHERE closed_at IS NULL;
CREATE INDEX incidents_closed ON incidents (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX incidents_by_permit ON incidents (permit) WHERE permit IS NOT NULL;
CREATE INDEX incidents_with_texts ON incidents (service, closed_at)
WHERE closed_at IS NOT NULL AND (code IS NOT NULL OR note IS NOT NULL OR closing_note IS NOT NULL);
