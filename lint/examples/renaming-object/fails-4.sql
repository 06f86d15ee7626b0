ALTER FUNCTION shop.price(int) RENAME TO cost;
