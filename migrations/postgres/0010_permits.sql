-- Issued permits: what was signed, what is printed beside it, and the status that is published. The id is the
-- 16 random bytes of the QR. That a number and a place belong to one permit only is kept by `permit_numbers`
-- and `permit_places`.
-- Distribution key: application.
CREATE TABLE permits (
    application uuid NOT NULL REFERENCES applications (id),
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    service text COLLATE "C" NOT NULL,
    version bytea NOT NULL REFERENCES versions (hash),
    list integer NOT NULL REFERENCES status_lists (list),
    place integer NOT NULL CHECK (place >= 0),
    issued_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    status text COLLATE "C" NOT NULL CHECK (status IN ('Active', 'Suspended', 'Revoked', 'Replaced')),
    signed bytea NOT NULL,
    printed jsonb NOT NULL,
    approved_by jsonb NOT NULL,
    PRIMARY KEY (application, id)
);

CREATE INDEX permits_by_id ON permits (id);
-- What a mass revocation can still revoke, in the order in which its portions go.
CREATE INDEX permits_by_service ON permits (service, issued_at, application, id)
WHERE status IN ('Active', 'Suspended');
CREATE INDEX permits_changed ON permits (list, place, status) WHERE status <> 'Active';

-- Who approved which permit, for revoking everything that somebody approved.
-- Distribution key: application.
CREATE TABLE permit_approvers (
    application uuid NOT NULL,
    permit uuid NOT NULL,
    person uuid NOT NULL REFERENCES people (id),
    PRIMARY KEY (application, permit, person),
    FOREIGN KEY (application, permit) REFERENCES permits (application, id)
);

CREATE INDEX permit_approvers_by_person ON permit_approvers (person, application, permit);
