DROP VIEW active_users;
ALTER TABLE users DROP COLUMN email;
CREATE VIEW active_users AS SELECT id FROM users;
