LOCK TABLE events;
ALTER TABLE events ADD COLUMN note text;
