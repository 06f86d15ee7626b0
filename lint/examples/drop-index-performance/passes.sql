--- history
CREATE INDEX orders_status_placed_idx ON orders (status, placed_at);
--- revision no-transaction
DROP INDEX CONCURRENTLY orders_status_idx;
