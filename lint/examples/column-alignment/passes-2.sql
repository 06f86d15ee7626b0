CREATE TABLE s1 (u uuid, b bigint, v text, f boolean, n int, w text);
CREATE TEMP TABLE t (a boolean, b bigint, c boolean, d bigint);
CREATE TABLE child (a boolean, b bigint, c boolean) INHERITS (legacy);
