--- revision
CREATE INDEX CONCURRENTLY orders_status_new ON orders (status);
--- revision
DROP INDEX CONCURRENTLY orders_status_idx;
--- revision
ALTER INDEX orders_status_new RENAME TO orders_status_idx;
