--- lock_timeout 0
CREATE TABLE payments (id bigint PRIMARY KEY, n int);
ALTER TABLE payments ADD COLUMN m int;
CREATE INDEX ON payments (m);
UPDATE orders SET status = 'x' WHERE id = 1;
COMMENT ON TABLE orders IS 'what is bought';
