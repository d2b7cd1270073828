-- What this database is for, said once, so that a demo and a ministry never open each other's.
CREATE TABLE purpose (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    name TEXT NOT NULL CHECK (name IN ('service', 'demo'))
) STRICT;
