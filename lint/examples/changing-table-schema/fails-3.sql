ALTER MATERIALIZED VIEW public.order_totals SET SCHEMA "app";
