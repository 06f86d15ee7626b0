--- revision
CREATE TABLE tickets (id bigint PRIMARY KEY, state varchar(10));
CREATE INDEX tickets_state_idx ON tickets (lower(state));
--- revision
ALTER TABLE tickets ALTER COLUMN state TYPE varchar(20);
