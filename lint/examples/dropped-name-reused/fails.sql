--- history
ALTER TABLE users DROP COLUMN bio;
--- revision
ALTER TABLE users ADD COLUMN bio jsonb;
