ALTER TABLE events ADD CONSTRAINT events_true CHECK (true);
