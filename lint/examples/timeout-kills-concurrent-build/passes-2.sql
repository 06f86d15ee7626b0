--- history
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID;
--- revision
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
--- revision
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
--- revision
-- sqlbundle:timeout statement=2h
CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);
