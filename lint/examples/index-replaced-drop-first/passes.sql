--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_status_idx_new ON orders (status, placed_at);
--- revision no-transaction
DROP INDEX CONCURRENTLY orders_status_idx;
--- revision
ALTER INDEX orders_status_idx_new RENAME TO orders_status_idx;
