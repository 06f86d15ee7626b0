--- revision
CREATE TABLE tickets (id int PRIMARY KEY, state text);
--- revision
ALTER TABLE tickets ALTER COLUMN id TYPE bigint;
--- down
ALTER TABLE tickets ALTER COLUMN id TYPE int;
