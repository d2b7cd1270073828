-- What this database is for, said once, so that a demo and a ministry never open each other's.
-- Distribution: small, copied to every node.
CREATE TABLE purpose (
    single integer PRIMARY KEY CHECK (single = 1),
    name text NOT NULL CHECK (name IN ('service', 'demo'))
);
