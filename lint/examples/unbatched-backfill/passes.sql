--- revision no-transaction
UPDATE orders SET note = 'none' WHERE id IN (SELECT id FROM orders WHERE note IS NULL ORDER BY id LIMIT 5000);
