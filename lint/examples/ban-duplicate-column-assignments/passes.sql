UPDATE orders SET note = 'b' WHERE id = 1;
