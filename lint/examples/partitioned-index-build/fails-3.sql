ALTER TABLE events ADD COLUMN note text, ADD CONSTRAINT events_key PRIMARY KEY (id, day);
