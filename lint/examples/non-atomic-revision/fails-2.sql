--- revision no-transaction
SET lock_timeout = '1s';
UPDATE orders SET note = '' WHERE note IS NULL;
UPDATE orders SET status = 'new' WHERE status IS NULL;
