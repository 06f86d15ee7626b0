CREATE TABLE visits (id bigint PRIMARY KEY, user_id int REFERENCES users, place text);
