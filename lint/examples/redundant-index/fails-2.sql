CREATE INDEX CONCURRENTLY orders_status_ref ON public.orders (status, ref);
