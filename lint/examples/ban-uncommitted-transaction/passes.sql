--- revision no-transaction
BEGIN;
ALTER TABLE orders ADD COLUMN paid boolean;
COMMIT;
