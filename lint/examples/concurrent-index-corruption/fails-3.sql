--- target 14.3
CREATE UNIQUE INDEX CONCURRENTLY ON public.orders (ref) WHERE ref > 0;
