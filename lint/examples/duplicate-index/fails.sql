--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_status_idx2 ON orders (status);
