--- revision
CREATE DOMAIN quantity AS int;
CREATE TABLE lots (id bigint PRIMARY KEY, q quantity);
--- revision
ALTER DOMAIN quantity ADD CONSTRAINT positive CHECK (VALUE > 0);
--- down
ALTER DOMAIN quantity DROP CONSTRAINT positive;
