--- history
CREATE INDEX orders_note_idx ON orders (note) INCLUDE (ref);
--- revision
ALTER TABLE orders ALTER COLUMN note TYPE text;
