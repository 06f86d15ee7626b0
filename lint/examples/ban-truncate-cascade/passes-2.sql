TRUNCATE legacy CASCADE;
CREATE TABLE app.notes (legacy bigint PRIMARY KEY);
CREATE TABLE app.tags (note bigint REFERENCES app.notes);
TRUNCATE app.notes CASCADE;
