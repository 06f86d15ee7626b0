CREATE TABLE tickets (id bigint PRIMARY KEY, state varchar(10) CHECK (state <> ''));
ALTER TABLE tickets ALTER COLUMN state TYPE varchar(20);
