DELETE FROM accounts WHERE id > 100;
