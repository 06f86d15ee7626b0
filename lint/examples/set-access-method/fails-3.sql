--- history
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
--- revision
ALTER MATERIALIZED VIEW order_totals SET ACCESS METHOD heap2;
