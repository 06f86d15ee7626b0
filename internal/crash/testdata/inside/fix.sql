DELETE FROM shop.accounts WHERE id > 100;
