ALTER TABLE users ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN created_at SET DEFAULT clock_timestamp();
