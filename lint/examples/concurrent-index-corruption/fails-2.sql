--- target 14.0
REINDEX (CONCURRENTLY) INDEX orders_status_idx;
