ALTER TABLE users ALTER COLUMN email TYPE varchar(320);
--- error 0A000
