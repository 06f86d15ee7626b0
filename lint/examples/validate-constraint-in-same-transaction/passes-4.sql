CREATE TABLE tickets (id bigint PRIMARY KEY, state text);
ALTER TABLE tickets ADD CONSTRAINT state_check CHECK (state <> '') NOT VALID;
ALTER TABLE tickets VALIDATE CONSTRAINT state_check;
