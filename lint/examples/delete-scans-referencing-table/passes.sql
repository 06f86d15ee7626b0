--- history
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX orders_user_id_idx ON orders (user_id);
--- revision
DELETE FROM users WHERE age < 0;
