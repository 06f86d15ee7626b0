--- lock_timeout 0
SET lock_timeout TO '2s';
RESET lock_timeout;
ALTER TABLE orders ADD COLUMN paid boolean;
