--- lock_timeout 0
ALTER TABLE orders ADD COLUMN paid boolean;
SET lock_timeout = '2s';
