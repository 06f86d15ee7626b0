DROP MATERIALIZED VIEW order_totals;
CREATE MATERIALIZED VIEW order_totals AS SELECT user_id, count(*) AS n FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX ON order_totals (user_id);
SELECT * INTO copied FROM items WHERE qty > 1;
CREATE INDEX ON copied (order_id);
--- down
DROP TABLE copied;
DROP MATERIALIZED VIEW order_totals;
