--- revision
CREATE TABLE notes (id bigint PRIMARY KEY, v text);
--- revision
CREATE INDEX ON notes (v);
CREATE TEMP TABLE t (id bigint);
CREATE INDEX ON t (id);
