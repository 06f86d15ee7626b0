--- revision
CREATE TABLE app.tickets (id bigint PRIMARY KEY, slug text);
--- revision
ALTER TABLE app.tickets ADD CONSTRAINT one_slug UNIQUE (slug);
