--- revision
ALTER TABLE users ADD COLUMN scratch int;
--- revision
ALTER TABLE users DROP COLUMN scratch;
