-- Forms carry a code made of the cookie itself: nobody reads what was kept for them.
ALTER TABLE sessions DROP COLUMN csrf;
