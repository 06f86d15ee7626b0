--- history
ALTER TABLE events ADD CONSTRAINT events_kind_check CHECK (kind <> '');
--- revision
ALTER TABLE events ALTER COLUMN kind TYPE varchar;
