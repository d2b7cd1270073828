-- Status lists by the day on which their permits end, and how many places of each are handed out.
CREATE TABLE status_lists (
    list INTEGER PRIMARY KEY AUTOINCREMENT,
    expires_on TEXT NOT NULL CHECK (expires_on LIKE '____-__-__'),
    used INTEGER NOT NULL
) STRICT;

CREATE INDEX status_lists_by_day ON status_lists (expires_on, list);
