-- How applicants found a service; not tied to an application.
-- Distribution key: service.
CREATE TABLE ratings (
    service text COLLATE "C" NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    score smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
    comment text,
    at timestamptz NOT NULL,
    PRIMARY KEY (service, id)
);

CREATE INDEX ratings_by_service ON ratings (service, at);
