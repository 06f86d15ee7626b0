UPDATE orders SET ref = id;
ANALYZE orders;
