--- lock_timeout 0
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN paid boolean;
