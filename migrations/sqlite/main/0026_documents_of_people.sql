-- The identity document of who works here, in canonical form (forms::canonical): whom it names in an application decides nothing of
-- it. One account for each natural person; who was there before has none until an administrator adds it.
ALTER TABLE people ADD COLUMN document TEXT CHECK (document <> '');

CREATE UNIQUE INDEX people_document ON people (document) WHERE document IS NOT NULL;
