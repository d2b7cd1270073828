-- Counters in windows that the first hit opens. Room is left on each page, so that counting on changes a row
-- in its place and no index.
-- Distribution key: bucket.
CREATE TABLE rate_limits (
    bucket text COLLATE "C" PRIMARY KEY,
    window_ends_at timestamptz NOT NULL,
    hits integer NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX rate_limits_by_end ON rate_limits (window_ends_at);
