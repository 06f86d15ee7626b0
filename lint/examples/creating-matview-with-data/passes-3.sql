CREATE TABLE app.orders (id bigint);
ALTER TABLE app.orders ADD COLUMN paid boolean;
CREATE MATERIALIZED VIEW paid_totals AS SELECT user_id, count(*) AS n FROM orders GROUP BY user_id;
