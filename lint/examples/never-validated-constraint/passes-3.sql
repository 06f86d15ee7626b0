--- history
ALTER TABLE events ADD CONSTRAINT events_kind_check CHECK (kind <> '') NOT VALID;
--- revision
ALTER TABLE events DROP CONSTRAINT events_kind_check;
