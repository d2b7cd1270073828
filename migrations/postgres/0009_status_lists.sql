-- Status lists by the day on which their permits end, and how many places of each are handed out. A day's
-- lists are its parts 0, 1, 2 …; the next is begun when the last is full. Two nodes that begin it at once mean
-- the same part, so that one of them finds the other's.
-- Distribution: small, copied to every node.
CREATE TABLE status_lists (
    list integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expires_on date NOT NULL,
    part integer NOT NULL CHECK (part >= 0),
    used integer NOT NULL CHECK (used >= 0),
    -- Where the block that was handed out last begins: an UPDATE can only return what it leaves.
    block integer NOT NULL CHECK (block BETWEEN 0 AND used),
    CONSTRAINT status_lists_expires_on_part_key UNIQUE (expires_on, part)
);
