--- history
CREATE TABLE tickets (id serial PRIMARY KEY);
--- revision
ALTER TABLE tickets ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE tickets_id_seq AS bigint;
