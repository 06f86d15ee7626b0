--- revision no-transaction
DROP INDEX CONCURRENTLY orders_status_idx;
--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_status_idx ON orders (status, placed_at);
