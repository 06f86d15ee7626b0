--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '');
--- revision
ALTER TABLE users DROP CONSTRAINT users_name_check;
ALTER TABLE users ALTER COLUMN name TYPE text;
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- revision
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
