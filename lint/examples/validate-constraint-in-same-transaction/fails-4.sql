--- revision no-transaction
BEGIN;
ALTER TABLE events ADD CONSTRAINT events_kind_check CHECK (kind <> '') NOT VALID;
ALTER TABLE events VALIDATE CONSTRAINT events_kind_check;
COMMIT;
