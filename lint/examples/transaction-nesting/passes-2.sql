--- revision no-transaction
BEGIN;
ALTER TABLE orders ADD COLUMN paid boolean;
SAVEPOINT before;
UPDATE orders SET paid = false WHERE id = 1;
ROLLBACK TO before;
COMMIT;
--- revision
DO $$ BEGIN PERFORM 1; END $$;
CREATE FUNCTION two() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 2; END;
-- sqlbundle:commit
ALTER TABLE orders ADD COLUMN sent boolean;
