DROP INDEX items_order_id_idx, orders_status_idx;
CREATE INDEX CONCURRENTLY orders_status_ref ON orders (status, ref);
