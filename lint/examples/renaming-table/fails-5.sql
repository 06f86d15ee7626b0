ALTER TABLE shop.carts RENAME TO baskets;
