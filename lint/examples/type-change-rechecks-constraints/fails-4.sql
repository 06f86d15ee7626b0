--- revision
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (length(name) > 1) NOT VALID;
--- revision
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
--- revision
ALTER TABLE users ALTER COLUMN name TYPE varchar(60);
