CREATE TEMPORARY TABLE orders (id bigint);
CREATE INDEX ON orders (id);
CREATE INDEX IF NOT EXISTS orders_status_idx ON public.orders (status);
CREATE INDEX events_kind_idx ON ONLY events (kind);
