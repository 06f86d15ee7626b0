CLUSTER "public".orders USING orders_status_idx;
