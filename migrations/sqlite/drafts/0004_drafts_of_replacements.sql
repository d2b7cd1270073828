-- The permit in whose place a draft's own is to stand, as JSON.
ALTER TABLE drafts ADD COLUMN replaces TEXT;
