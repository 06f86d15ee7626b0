--- revision
ALTER TABLE users ALTER COLUMN created_at DROP NOT NULL;
--- revision
ALTER TABLE users DROP COLUMN created_at;
