ALTER TABLE users DROP COLUMN email;
--- error 2BP01
