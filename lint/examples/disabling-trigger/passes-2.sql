--- revision
CREATE TABLE app.orders (id bigint);
--- revision
ALTER TABLE app.orders DISABLE TRIGGER ALL;
ALTER TABLE orders ENABLE TRIGGER ALL;
SET session_replication_role = origin;
