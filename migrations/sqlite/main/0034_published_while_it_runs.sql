-- A version's file as its owner wrote it, with comments, so that it is changed where it was left; and the word to the public of a
-- service that takes no applications for some time.
ALTER TABLE versions ADD COLUMN source TEXT;
ALTER TABLE current_versions ADD COLUMN pause TEXT;
