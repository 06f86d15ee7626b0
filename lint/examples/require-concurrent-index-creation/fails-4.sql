DROP INDEX CONCURRENTLY orders_status_idx;
--- down
CREATE INDEX IF NOT EXISTS orders_status_idx ON public.orders (status);
