UPDATE orders SET note = 'a', note = 'b' WHERE id = 1;
--- error 42601
