--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
--- revision
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
--- revision
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fk;
