--- history
CREATE MATERIALIZED VIEW app.totals AS SELECT count(*) AS n FROM orders WITH NO DATA;
--- revision
REFRESH MATERIALIZED VIEW app.totals;
