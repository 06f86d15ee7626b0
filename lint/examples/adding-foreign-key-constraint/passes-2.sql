CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint);
ALTER TABLE visits ADD FOREIGN KEY (user_id) REFERENCES users (id);
