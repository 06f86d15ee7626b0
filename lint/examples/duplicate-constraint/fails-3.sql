--- history
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email, name);
--- revision
CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name, email);
--- revision
ALTER TABLE users ADD UNIQUE USING INDEX users_name;
