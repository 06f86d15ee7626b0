CREATE INDEX CONCURRENTLY orders_status_again ON orders (status, ref);
DROP INDEX CONCURRENTLY orders_status_idx;
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
DROP INDEX CONCURRENTLY orders_ref_idx;
