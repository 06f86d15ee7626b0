ALTER TABLE orders ADD COLUMN channel text;
INSERT INTO legacy VALUES ('c', 3);
