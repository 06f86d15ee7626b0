ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (id, day);
