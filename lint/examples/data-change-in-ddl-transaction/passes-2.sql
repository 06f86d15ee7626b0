--- revision
ALTER TABLE orders ADD COLUMN paid boolean;
UPDATE orders SET paid = false WHERE id = 7;
--- revision
ALTER TABLE users ADD COLUMN locale text;
-- sqlbundle:commit
UPDATE users SET locale = 'de';
