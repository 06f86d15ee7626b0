SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '2s';
ALTER TABLE orders ADD COLUMN paid boolean;
