DROP VIEW active_users;
ALTER TABLE users ALTER COLUMN email TYPE varchar;
CREATE VIEW active_users AS SELECT id, email FROM users;
