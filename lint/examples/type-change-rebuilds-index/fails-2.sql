--- history
CREATE INDEX users_young_idx ON users (name) WHERE name <> '';
--- revision
ALTER TABLE users ALTER COLUMN name TYPE text;
