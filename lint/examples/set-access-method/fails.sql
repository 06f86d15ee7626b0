--- history
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
--- revision
ALTER TABLE orders SET ACCESS METHOD heap2;
