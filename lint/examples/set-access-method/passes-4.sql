--- history
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE app.orders (id bigint) USING heap2;
--- revision
ALTER TABLE app.orders SET ACCESS METHOD heap2;
