-- Who logs in, and what each may do: a role, for everything or for one service, one office.
-- Codes and addresses sort by their bytes (COLLATE "C"), here and everywhere, so that no server's language
-- changes an order or an index.
-- Distribution: small, copied to every node.
CREATE TABLE people (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL CONSTRAINT people_email_key UNIQUE,
    password_hash text NOT NULL,
    disabled_at timestamptz,
    revision bigint NOT NULL
);

-- Distribution: small, copied to every node.
CREATE TABLE grants (
    person uuid NOT NULL REFERENCES people (id),
    place integer NOT NULL,
    role text COLLATE "C" NOT NULL,
    service text COLLATE "C",
    office text COLLATE "C",
    PRIMARY KEY (person, place)
);
