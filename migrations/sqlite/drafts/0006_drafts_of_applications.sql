-- The application whose answers a draft was begun with: erased with it.
ALTER TABLE drafts ADD COLUMN begun_from BLOB;
CREATE INDEX drafts_begun_from ON drafts (begun_from) WHERE begun_from IS NOT NULL;
