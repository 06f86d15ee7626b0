--- history
CREATE INDEX orders_note_idx ON orders (note);
--- revision
ALTER TABLE orders ALTER COLUMN note TYPE text COLLATE "C", ALTER COLUMN ref SET DEFAULT 0;
