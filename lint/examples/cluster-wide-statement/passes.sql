GRANT SELECT ON users TO current_user;
