--- revision
ALTER TABLE orders ADD COLUMN token uuid;
ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
--- revision no-transaction
-- in batches, repeated until no row is left
UPDATE orders SET token = gen_random_uuid()
 WHERE id IN (SELECT id FROM orders WHERE token IS NULL ORDER BY id LIMIT 5000);
