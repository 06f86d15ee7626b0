--- revision
ALTER TABLE events ADD CONSTRAINT events_kind_nn CHECK (kind IS NOT NULL OR id > 0) NOT VALID;
--- revision
ALTER TABLE events VALIDATE CONSTRAINT events_kind_nn;
--- revision
ALTER TABLE events ALTER COLUMN kind SET NOT NULL;
