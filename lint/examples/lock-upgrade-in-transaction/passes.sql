ALTER TABLE orders ADD COLUMN paid boolean;
UPDATE orders SET status = 'x' WHERE id = 1;
