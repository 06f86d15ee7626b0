--- history
CREATE INDEX events_open_idx ON events (day) WHERE kind IS NULL;
--- revision
ALTER TABLE events DROP COLUMN kind;
