ALTER VIEW active_users RENAME TO active_users_old;
CREATE VIEW active_users AS SELECT id FROM users;
DROP VIEW active_users_old;
