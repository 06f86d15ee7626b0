--- revision
CREATE TABLE tickets (id bigint PRIMARY KEY, code text);
--- revision
ALTER TABLE tickets ALTER COLUMN code TYPE varchar(10);
