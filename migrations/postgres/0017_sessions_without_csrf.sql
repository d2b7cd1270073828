-- Forms carry a code made of the cookie itself: nobody reads what was kept for them. Programs of the release before still
-- write and read it, so it stays, with a default; `later/` has the end of it.
ALTER TABLE sessions ALTER COLUMN csrf SET DEFAULT decode(repeat('00', 32), 'hex');
