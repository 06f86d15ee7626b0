UPDATE orders SET note = 'none' WHERE id IN (SELECT o.id FROM orders o WHERE o.note IS NULL);
