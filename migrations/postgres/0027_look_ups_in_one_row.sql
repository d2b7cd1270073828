-- What an application is found by, in one row: hashes of 8 bytes each. An application without a row is one that nobody has looked
-- at yet; an empty row says that there is nothing. The table `look_ups` of before (0026), which a program of before goes on
-- writing, is not taken over: the job that fills in what is missing makes it anew (later/look_ups_of_before_go.sql removes it).
-- Whoever changes what is hashed empties this table. No foreign key: a row is only written with its application, or while it is
-- locked, and this is written with every submission. Not a column of `applications`: each change of an application would write
-- its hashes into the index again.
-- Distribution key: application.
CREATE TABLE application_look_ups (
    application uuid PRIMARY KEY,
    hashes bigint[] NOT NULL
);

-- The hashes have no order, and each would have a page of its own written. So they wait in a list, and go into the index many at
-- once: of some five thousand submissions, which takes some tens of milliseconds. Who searches reads the list too.
CREATE INDEX application_look_ups_by_hash ON application_look_ups USING gin (hashes)
    WITH (fastupdate = on, gin_pending_list_limit = 512);
