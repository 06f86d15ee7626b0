--- history
CREATE UNIQUE INDEX users_email_idx ON users (email);
--- revision
ALTER TABLE users REPLICA IDENTITY USING INDEX users_email_idx;
ALTER TABLE users DROP CONSTRAINT users_pkey;
