-- What the program's role may do in a database that somebody else owns. Run it as the owner, after the tables
-- were made and after every upgrade:
--     psql --set role=chasqui --file program.sql "$OWNERS_ADDRESS"
-- The role must be there (CREATE ROLE chasqui LOGIN PASSWORD '…') and own nothing here.

-- CREATE lets it look whether migrations are missing (CREATE TABLE IF NOT EXISTS asks for it first). What it
-- made would be its own; of what is here it can change nothing.
GRANT USAGE, CREATE ON SCHEMA public TO :"role";
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"role";

-- Histories and the log are only added to; the law may empty an event's payload and salt.
REVOKE UPDATE, DELETE ON events, audit_log FROM :"role";
GRANT UPDATE (payload, salt) ON events TO :"role";

-- Which migrations were run is for the owner to write.
REVOKE INSERT, UPDATE, DELETE ON _sqlx_migrations FROM :"role";
