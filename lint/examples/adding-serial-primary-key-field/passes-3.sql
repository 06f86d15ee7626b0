--- revision
CREATE TABLE tickets (slug text);
--- revision
ALTER TABLE tickets ADD COLUMN id bigserial PRIMARY KEY;
