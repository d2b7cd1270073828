-- Whose a reference, a permit's number and a place on a status list are: what would otherwise be a uniqueness
-- across applications. A row is written by a statement of its own before the filing that needs it. One whose
-- filing never came does no harm: readers ask the application or the permit whether it really has it.
-- No foreign keys: what they point to comes later, and may lie elsewhere.
-- Distribution key: reference.
CREATE TABLE application_references (
    reference text COLLATE "C" PRIMARY KEY,
    application uuid NOT NULL
);

-- Distribution key: number.
CREATE TABLE permit_numbers (
    number text COLLATE "C" PRIMARY KEY,
    application uuid NOT NULL,
    permit uuid NOT NULL
);

-- Distribution key: list.
CREATE TABLE permit_places (
    list integer NOT NULL,
    place integer NOT NULL CHECK (place >= 0),
    application uuid NOT NULL,
    permit uuid NOT NULL,
    PRIMARY KEY (list, place)
);
