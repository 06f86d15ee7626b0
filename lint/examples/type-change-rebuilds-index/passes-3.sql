--- history
CREATE INDEX users_lower_name_idx ON users (lower(name));
--- revision no-transaction
DROP INDEX CONCURRENTLY users_lower_name_idx;
ALTER TABLE users ALTER COLUMN name TYPE varchar(80);
CREATE INDEX CONCURRENTLY users_lower_name_idx ON users (lower(name));
