--- revision
CREATE TABLE visits (id bigint PRIMARY KEY, user_id int REFERENCES users);
--- revision
ALTER TABLE visits ALTER COLUMN user_id TYPE bigint;
