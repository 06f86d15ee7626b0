--- revision
CREATE INDEX CONCURRENTLY users_lower_email_idx ON users (lower(email));
--- revision no-transaction
VACUUM (ANALYZE) users;
