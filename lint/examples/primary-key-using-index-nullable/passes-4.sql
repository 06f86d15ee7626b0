--- history
CREATE UNIQUE INDEX users_email ON users (email);
--- revision
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;
