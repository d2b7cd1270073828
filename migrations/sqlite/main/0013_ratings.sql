-- How applicants found a service; not tied to an application.
CREATE TABLE ratings (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    comment TEXT,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX ratings_by_service ON ratings (service, at);
