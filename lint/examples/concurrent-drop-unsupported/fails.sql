--- revision no-transaction
DROP INDEX CONCURRENTLY orders_status_idx, items_order_id_idx;
--- error 0A000
