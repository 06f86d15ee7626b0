UPDATE orders SET status = 'x' WHERE id = 1;
ALTER TABLE orders ADD COLUMN paid boolean;
