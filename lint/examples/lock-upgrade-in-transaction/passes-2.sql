--- revision
CREATE VIEW open_orders AS SELECT id FROM orders WHERE status = 'new';
COMMENT ON TABLE orders IS 'what is bought';
ALTER TABLE orders ADD COLUMN paid boolean;
--- revision
UPDATE users SET age = 1 WHERE id = 1;
-- sqlbundle:commit
ALTER TABLE users ADD COLUMN locale text;
--- revision
CREATE TABLE fresh (id bigint PRIMARY KEY);
INSERT INTO fresh VALUES (1);
ALTER TABLE fresh ADD COLUMN n int;
