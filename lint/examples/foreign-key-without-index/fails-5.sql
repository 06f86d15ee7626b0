ALTER TABLE events ADD COLUMN user_id bigint, ADD FOREIGN KEY (user_id) REFERENCES users;
CREATE INDEX CONCURRENTLY ON events_2024 (user_id);
