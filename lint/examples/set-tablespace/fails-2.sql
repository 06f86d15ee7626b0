ALTER INDEX public.orders_status_idx SET TABLESPACE "Fast";
