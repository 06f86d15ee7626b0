CREATE TABLE tickets (id bigint, slug text);
ALTER TABLE tickets ADD PRIMARY KEY (id);
