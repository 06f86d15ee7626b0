--- revision no-transaction
BEGIN;
UPDATE orders SET note = '' WHERE note IS NULL;
ALTER TABLE orders ADD COLUMN paid boolean;
COMMIT;
