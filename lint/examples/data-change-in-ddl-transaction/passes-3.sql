CREATE TABLE fresh (id bigint PRIMARY KEY, n int);
INSERT INTO fresh VALUES (1, 1);
ALTER TABLE fresh ADD COLUMN m int;
UPDATE fresh SET m = n;
