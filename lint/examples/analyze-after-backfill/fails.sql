UPDATE orders SET ref = id;
