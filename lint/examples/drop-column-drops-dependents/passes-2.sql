--- history
CREATE INDEX orders_status_note_idx ON orders (status, note);
CREATE INDEX orders_note_idx ON orders (note) WHERE note <> '';
--- revision
ALTER TABLE orders DROP COLUMN status, DROP COLUMN note;
