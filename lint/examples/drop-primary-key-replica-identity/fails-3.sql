--- history
CREATE UNIQUE INDEX users_email_idx ON users (email);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_email_idx;
--- revision
DROP INDEX users_email_idx;
