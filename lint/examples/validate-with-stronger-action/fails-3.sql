--- history
ALTER TABLE orders ADD CONSTRAINT "User there" FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE orders SET SCHEMA app;
--- revision
ALTER TABLE app.orders ADD COLUMN weight int, VALIDATE CONSTRAINT "User there";
