--- history
CREATE INDEX orders_ref_idx ON orders (ref);
--- revision
-- sqlbundle:timeout lock=2s
DROP INDEX CONCURRENTLY orders_ref_idx;
