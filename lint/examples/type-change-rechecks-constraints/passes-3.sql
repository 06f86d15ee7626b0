--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> ''), ADD CONSTRAINT users_age_check CHECK (age > 0);
--- revision
ALTER TABLE users DROP CONSTRAINT users_name_check, ALTER COLUMN name TYPE text;
