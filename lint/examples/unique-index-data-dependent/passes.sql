--- revision
DELETE FROM users u USING users o WHERE u.email = o.email AND u.id > o.id;
--- revision no-transaction
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
