DROP INDEX orders_status_idx;
DROP MATERIALIZED VIEW order_totals;
DROP TABLE orders CASCADE;
