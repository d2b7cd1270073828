-- The identity document of who works here, in canonical form (forms::canonical): whom it names in an application decides nothing of
-- it. One account for each natural person; who was there before has none until an administrator adds it. A program of before names
-- the columns that it writes, so it adds people without a document and leaves the others' as they are.
ALTER TABLE people ADD COLUMN document text COLLATE "C" CHECK (document <> '');

CREATE UNIQUE INDEX people_document_key ON people (document) WHERE document IS NOT NULL;
