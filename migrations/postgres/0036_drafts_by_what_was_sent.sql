-- A draft that was sent is erased with its application.
CREATE INDEX IF NOT EXISTS drafts_sent ON drafts (sent) WHERE sent IS NOT NULL;
