--- history
CREATE ACCESS METHOD "Heap 2" TYPE TABLE HANDLER heap_tableam_handler;
--- revision
ALTER TABLE public.orders ADD COLUMN paid boolean, SET ACCESS METHOD "Heap 2";
