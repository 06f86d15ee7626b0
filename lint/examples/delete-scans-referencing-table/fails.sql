--- history
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
--- revision
DELETE FROM users WHERE age < 0;
