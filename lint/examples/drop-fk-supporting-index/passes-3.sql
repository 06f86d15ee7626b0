CREATE INDEX CONCURRENTLY items_order_id_idx2 ON items (order_id);
--- down
DROP INDEX CONCURRENTLY items_order_id_idx2;
--- revision
DROP INDEX CONCURRENTLY items_order_id_idx;
