--- revision no-transaction
DROP INDEX CONCURRENTLY items_order_id_idx;
