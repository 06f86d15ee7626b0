--- history
CREATE UNIQUE INDEX users_email_idx ON users (email);
--- revision
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
