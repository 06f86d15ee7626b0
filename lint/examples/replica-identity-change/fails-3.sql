CREATE UNIQUE INDEX users_email_key ON users (email);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_email_key;
