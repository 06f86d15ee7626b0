CREATE TABLE app.orders (id bigint PRIMARY KEY);
ALTER TABLE app.orders SET TABLESPACE fast;
ALTER INDEX app.orders_pkey SET TABLESPACE fast;
