--- history
CREATE EXTENSION citext;
--- revision
ALTER EXTENSION citext UPDATE;
