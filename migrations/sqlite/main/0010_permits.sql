-- Issued permits: what was signed, what is printed beside it, and the status that is published.
CREATE TABLE permits (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    number TEXT NOT NULL UNIQUE,
    application BLOB NOT NULL REFERENCES applications (id),
    service TEXT NOT NULL,
    version BLOB NOT NULL REFERENCES versions (hash),
    list INTEGER NOT NULL REFERENCES status_lists (list),
    place INTEGER NOT NULL CHECK (place >= 0),
    issued_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('Active', 'Suspended', 'Revoked', 'Replaced')),
    signed BLOB NOT NULL,
    printed TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    UNIQUE (list, place)
) STRICT;

CREATE INDEX permits_by_application ON permits (application);
CREATE INDEX permits_by_service ON permits (service, issued_at);
CREATE INDEX permits_changed ON permits (list, place, status) WHERE status <> 'Active';

-- Who approved which permit, for revoking everything that somebody approved.
CREATE TABLE permit_approvers (
    person BLOB NOT NULL REFERENCES people (id),
    permit BLOB NOT NULL REFERENCES permits (id),
    PRIMARY KEY (person, permit)
) STRICT, WITHOUT ROWID;
