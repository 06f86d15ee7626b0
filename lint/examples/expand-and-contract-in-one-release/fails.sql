--- revision
ALTER TABLE users ADD COLUMN full_name varchar(50);
UPDATE users SET full_name = name WHERE id < 1000;
--- revision
ALTER TABLE users DROP COLUMN name;
