ALTER TABLE users ADD COLUMN height int;
