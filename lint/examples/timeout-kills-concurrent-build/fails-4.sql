--- revision
SELECT set_config('lock_timeout', '4s', false);
REINDEX INDEX CONCURRENTLY public.orders_status_idx;
