--- history
CREATE INDEX orders_some ON orders (status, ref) WHERE ref > 0;
CREATE INDEX orders_other ON orders (ref, status);
--- revision
DROP INDEX CONCURRENTLY public.orders_status_idx;
