--- history
CREATE INDEX events_kind_idx ON events (kind);
--- revision
ALTER TABLE events ALTER COLUMN kind TYPE varchar;
