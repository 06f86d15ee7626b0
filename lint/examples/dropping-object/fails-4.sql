DROP FUNCTION shop.price(int);
