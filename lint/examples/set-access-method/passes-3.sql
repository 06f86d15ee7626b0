--- revision
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE app.orders (id bigint);
--- revision
ALTER TABLE app.orders SET ACCESS METHOD heap2;
