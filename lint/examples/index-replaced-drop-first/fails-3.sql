--- history
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
--- revision
ALTER TABLE users DROP CONSTRAINT users_email_key;
--- revision
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email, name);
