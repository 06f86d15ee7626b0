DROP MATERIALIZED VIEW order_totals;
DROP TABLE items;
DROP INDEX IF EXISTS app.orders_status_idx;
