--- revision
ALTER TABLE users ADD COLUMN x1 int;
ALTER TABLE orders ADD COLUMN x1 int;
--- revision
ALTER TABLE users ADD COLUMN x2 int;
ALTER TABLE orders ADD COLUMN x2 int;
