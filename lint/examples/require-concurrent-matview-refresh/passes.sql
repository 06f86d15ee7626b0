--- history
CREATE UNIQUE INDEX order_totals_user_key ON order_totals (user_id);
--- revision
REFRESH MATERIALIZED VIEW CONCURRENTLY order_totals;
