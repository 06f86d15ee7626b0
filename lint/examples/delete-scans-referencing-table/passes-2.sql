--- history
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
--- revision
CREATE INDEX CONCURRENTLY orders_user_id_status_idx ON orders (user_id, status);
DELETE FROM users WHERE age < 0;
UPDATE users SET name = 'x' WHERE id = 1;
--- revision
CREATE TABLE badges (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
DELETE FROM users WHERE id = 5;
