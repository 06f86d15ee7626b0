CREATE TABLE tickets (id bigint, slug text);
CREATE UNIQUE INDEX tickets_id ON tickets (id);
ALTER TABLE tickets ADD PRIMARY KEY USING INDEX tickets_id;
