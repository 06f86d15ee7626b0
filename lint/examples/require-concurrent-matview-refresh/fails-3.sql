--- revision no-transaction
ALTER MATERIALIZED VIEW order_totals RENAME TO totals;
REFRESH MATERIALIZED VIEW public.totals;
