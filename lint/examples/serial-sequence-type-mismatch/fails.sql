--- history
CREATE TABLE tickets (id serial PRIMARY KEY);
--- revision
ALTER TABLE tickets ALTER COLUMN id TYPE bigint;
