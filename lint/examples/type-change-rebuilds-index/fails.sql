--- history
CREATE INDEX users_lower_name_idx ON users (lower(name));
--- revision
ALTER TABLE users ALTER COLUMN name TYPE varchar(80);
