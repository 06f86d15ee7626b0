--- revision
ALTER TABLE users ADD COLUMN x1 int;
--- revision
ALTER TABLE orders ADD COLUMN x1 int;
