--- revision no-transaction
CREATE INDEX CONCURRENTLY items_order_sku_idx ON items (order_id, sku);
--- revision no-transaction
DROP INDEX CONCURRENTLY items_order_id_idx;
