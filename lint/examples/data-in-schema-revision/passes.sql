CREATE TABLE channels (code text PRIMARY KEY);
INSERT INTO channels VALUES ('web');
