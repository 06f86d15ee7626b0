ALTER TABLE events ADD COLUMN user_id bigint REFERENCES users;
CREATE INDEX ON events (user_id);
CREATE TEMPORARY TABLE scratch (user_id bigint);
--- down
ALTER TABLE events DROP COLUMN user_id;
