--- revision
ALTER TABLE users ADD COLUMN nick text;
--- revision
ALTER TABLE users RENAME COLUMN nick TO handle;
