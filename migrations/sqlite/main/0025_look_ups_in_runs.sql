-- What an application is found by is one value of its row: hashes of 8 bytes each, one after the other. NULL says that nobody has
-- looked yet, an empty value that there is nothing. What was kept before is not taken over: the job that fills in what is missing
-- makes it anew. Whoever changes what is hashed sets the column to NULL and empties the table `look_ups`.
ALTER TABLE applications ADD COLUMN look_ups BLOB CHECK (length(look_ups) % 8 = 0);

-- The same hashes, to be searched. They have no order, and a commit that puts each into a page of its own writes those pages. So
-- they are sorted within runs, one for each 2,048 applications: a run has few pages, and a commit changes each at most once. Who
-- searches looks into every run. Numbers of runs have no gaps worth mentioning, and no meaning: which run has a row says nothing.
DROP TABLE look_ups;

CREATE TABLE look_ups (
    run INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    application BLOB NOT NULL CHECK (length(application) = 16),
    PRIMARY KEY (run, hash, application)
) STRICT, WITHOUT ROWID;
