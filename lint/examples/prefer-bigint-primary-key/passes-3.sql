--- revision
CREATE TABLE visits (id serial PRIMARY KEY, user_id int REFERENCES users);
--- revision
ALTER TABLE visits ALTER COLUMN id TYPE bigint, ALTER COLUMN user_id TYPE bigint;
