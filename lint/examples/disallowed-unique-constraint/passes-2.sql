CREATE TABLE tickets (id bigint PRIMARY KEY, slug text);
ALTER TABLE tickets ADD UNIQUE (slug), ADD COLUMN code text UNIQUE;
