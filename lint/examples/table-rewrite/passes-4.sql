--- history
CREATE UNIQUE INDEX order_totals_user_key ON order_totals (user_id);
--- revision
CREATE INDEX totals ON order_totals (total);
REFRESH MATERIALIZED VIEW CONCURRENTLY order_totals;
CREATE TABLE app.orders (n int);
ALTER TABLE app.orders ALTER COLUMN n TYPE bigint;
