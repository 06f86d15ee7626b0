ALTER TABLE users ADD COLUMN nick text, ALTER created_at DROP DEFAULT;
