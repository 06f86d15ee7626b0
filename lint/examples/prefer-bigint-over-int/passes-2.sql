CREATE TEMP TABLE s1 (n int);
CREATE TABLE s2 (id bigint PRIMARY KEY, n smallint, s bigserial, v text);
ALTER TABLE legacy RENAME COLUMN n TO m;
ALTER TABLE users ALTER COLUMN age TYPE bigint;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
--- down
DROP FUNCTION f(int);
ALTER TABLE users ALTER COLUMN age TYPE int;
