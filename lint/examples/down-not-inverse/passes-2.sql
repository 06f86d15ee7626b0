--- revision
ALTER TABLE users ALTER COLUMN created_at SET DEFAULT clock_timestamp();
--- down
ALTER TABLE users ALTER COLUMN created_at SET DEFAULT pg_catalog.now();
