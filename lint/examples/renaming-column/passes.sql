--- revision
ALTER TABLE users ADD COLUMN full_name varchar(50);
--- revision no-transaction
UPDATE users SET full_name = name WHERE id IN (SELECT id FROM users WHERE full_name IS DISTINCT FROM name ORDER BY id LIMIT 5000);
