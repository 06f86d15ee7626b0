ALTER INDEX orders_status_idx RENAME TO "Old";
DROP INDEX CONCURRENTLY "Old";
CREATE UNIQUE INDEX CONCURRENTLY "New" ON public.orders (status, ref);
