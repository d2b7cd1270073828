-- The permit in whose place a draft's own is to stand.
ALTER TABLE drafts ADD COLUMN replaces jsonb;
