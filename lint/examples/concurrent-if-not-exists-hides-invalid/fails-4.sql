DROP INDEX CONCURRENTLY orders_status_idx;
--- down
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_status_idx ON orders (status);
