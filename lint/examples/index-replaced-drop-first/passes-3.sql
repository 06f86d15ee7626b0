DROP INDEX CONCURRENTLY orders_status_idx;
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref, status);
CREATE INDEX CONCURRENTLY orders_status_hash ON orders USING hash (status);
--- down
DROP INDEX CONCURRENTLY orders_ref_idx;
DROP INDEX CONCURRENTLY orders_status_hash;
CREATE INDEX CONCURRENTLY orders_status_idx ON orders (status);
