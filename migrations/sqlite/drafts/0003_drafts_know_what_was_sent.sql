-- A page of the form asks one row whether its draft was sent, in place of the applications.
ALTER TABLE drafts ADD COLUMN sent TEXT;
