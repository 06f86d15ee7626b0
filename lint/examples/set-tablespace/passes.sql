--- revision no-transaction
REINDEX (TABLESPACE pg_default) INDEX CONCURRENTLY orders_status_idx;
