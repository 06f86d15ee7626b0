ALTER VIEW active_users RENAME COLUMN email TO mail;
