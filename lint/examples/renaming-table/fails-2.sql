ALTER VIEW active_users RENAME TO users_active;
