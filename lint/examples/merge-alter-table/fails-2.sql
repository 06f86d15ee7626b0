--- history
CREATE TABLE app."Rows" (id bigint PRIMARY KEY, a int, b int);
--- revision
ALTER TABLE app."Rows" ADD CONSTRAINT a_positive CHECK (a > 0);
ALTER TABLE app."Rows" ADD COLUMN c int;
ALTER TABLE app."Rows" ALTER COLUMN b TYPE bigint, ALTER COLUMN a SET DEFAULT 1;
