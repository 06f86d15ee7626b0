--- revision no-transaction
DROP INDEX items_order_id_idx, orders_status_idx RESTRICT;
