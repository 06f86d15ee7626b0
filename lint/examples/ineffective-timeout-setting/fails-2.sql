--- lock_timeout 0
--- revision no-transaction
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN paid boolean;
