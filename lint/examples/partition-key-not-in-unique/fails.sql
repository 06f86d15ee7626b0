ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (id);
--- error 0A000
