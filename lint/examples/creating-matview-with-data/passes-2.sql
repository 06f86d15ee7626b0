ALTER TABLE orders ADD COLUMN paid boolean;
CREATE MATERIALIZED VIEW paid_totals AS SELECT user_id, count(*) AS n FROM orders GROUP BY user_id WITH NO DATA;
-- sqlbundle:commit
CREATE TABLE app.copy AS SELECT * FROM orders;
