--- history
CREATE UNIQUE INDEX users_email_key ON users (email);
--- revision
ALTER TABLE users ADD COLUMN nick text, ADD UNIQUE USING INDEX users_email_key;
