--- revision
CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint);
INSERT INTO visits SELECT id, user_id FROM orders;
--- revision
ALTER TABLE visits ADD FOREIGN KEY (user_id) REFERENCES users (id);
