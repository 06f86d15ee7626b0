--- revision
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;
--- revision
DROP INDEX CONCURRENTLY orders_user_id_idx;
