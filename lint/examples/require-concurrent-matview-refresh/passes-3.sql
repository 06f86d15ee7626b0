--- revision
CREATE MATERIALIZED VIEW app.order_totals AS SELECT count(*) AS n FROM orders;
--- revision
REFRESH MATERIALIZED VIEW app.order_totals;
