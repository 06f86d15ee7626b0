--- history
ALTER TABLE orders ADD CONSTRAINT one_each UNIQUE (user_id, ref), ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users;
--- revision
ALTER TABLE orders DROP CONSTRAINT one_each;
