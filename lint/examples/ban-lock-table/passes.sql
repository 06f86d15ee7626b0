LOCK TABLE orders IN ROW EXCLUSIVE MODE;
UPDATE orders SET status = 'x' WHERE id = 1;
