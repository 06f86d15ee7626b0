--- revision
UPDATE orders SET status = 'x' WHERE id = 1;
INSERT INTO legacy VALUES ('c', 3);
--- revision
ALTER TABLE orders ADD COLUMN channel text;
SELECT count(*) FROM legacy;
CREATE TABLE copy (code text);
INSERT INTO copy SELECT code FROM legacy;
