--- lock_timeout 0
SET LOCAL lock_timeout = '1s';
ALTER TABLE orders ADD COLUMN paid boolean;
-- sqlbundle:commit
SET LOCAL lock_timeout = '3s';
ALTER TABLE users ADD COLUMN paid boolean;
RESET lock_timeout;
