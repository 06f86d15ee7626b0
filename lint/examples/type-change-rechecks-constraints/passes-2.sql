--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- revision
ALTER TABLE users ALTER COLUMN name TYPE text;
