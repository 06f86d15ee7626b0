--- revision
CREATE TABLE tickets (id bigint PRIMARY KEY, state text);
--- revision
ALTER TABLE tickets ADD CHECK (state <> '');
