UPDATE orders SET note = 'none' WHERE orders.status = 'new' AND note IS NULL;
UPDATE orders o SET note = u.name FROM users u WHERE o.id = u.id;
UPDATE orders SET note = 'none' WHERE ctid = ANY (ARRAY(SELECT ctid FROM orders WHERE note IS NULL LIMIT 1000));
UPDATE active_users SET email = 'a@x' WHERE id IN (1, 2);
