CREATE INDEX CONCURRENTLY orders_status_ref ON orders (status, ref);
DROP INDEX CONCURRENTLY orders_status_idx;
--- down
CREATE INDEX CONCURRENTLY orders_status_idx ON orders (status);
DROP INDEX CONCURRENTLY orders_status_ref;
