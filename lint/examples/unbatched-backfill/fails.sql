UPDATE orders SET note = 'none';
