CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users, bio text);
ALTER TABLE items DROP CONSTRAINT items_order_fk;
ALTER TABLE items ADD CONSTRAINT items_order_fk FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE NOT VALID;
