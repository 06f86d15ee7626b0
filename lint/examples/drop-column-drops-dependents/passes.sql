--- history
CREATE INDEX orders_status_note_idx ON orders (status, note);
--- revision no-transaction
DROP INDEX CONCURRENTLY orders_status_note_idx;
--- revision
ALTER TABLE orders DROP COLUMN note;
