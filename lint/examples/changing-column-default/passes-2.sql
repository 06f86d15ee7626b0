--- revision
CREATE TABLE app.tickets (id bigint PRIMARY KEY, state text);
--- revision
ALTER TABLE app.tickets ALTER COLUMN state SET DEFAULT 'new';
