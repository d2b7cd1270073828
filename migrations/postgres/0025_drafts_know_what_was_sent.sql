-- A page of the form asks one row whether its draft was sent, in place of the applications. A program of before leaves it
-- empty, and finds what was sent by the application's id.
ALTER TABLE drafts ADD COLUMN sent text COLLATE "C";
