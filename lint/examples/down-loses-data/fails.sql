--- revision
ALTER TABLE orders ADD COLUMN paid boolean;
UPDATE orders SET paid = true WHERE id = 1;
--- down
ALTER TABLE orders DROP COLUMN paid;
