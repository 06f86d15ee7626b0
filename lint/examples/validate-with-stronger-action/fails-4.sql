--- history
ALTER TABLE events ADD CONSTRAINT events_kind_check CHECK (kind <> '') NOT VALID;
--- revision
ALTER TABLE events DROP COLUMN id, VALIDATE CONSTRAINT events_kind_check;
