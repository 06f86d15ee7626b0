--- history
CREATE DOMAIN needed AS text NOT NULL;
--- revision
ALTER TABLE events ADD COLUMN n needed DEFAULT 'x';
