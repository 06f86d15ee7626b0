--- revision no-transaction
ALTER TABLE orders ADD COLUMN paid boolean;
DROP INDEX CONCURRENTLY public.orders_status_idx;
