--- history
CREATE INDEX orders_status_note_idx ON orders (status, note);
--- revision
ALTER TABLE orders DROP COLUMN note;
