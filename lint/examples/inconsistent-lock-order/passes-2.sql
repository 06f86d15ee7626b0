--- history
ALTER TABLE users ADD COLUMN x0 int;
ALTER TABLE orders ADD COLUMN x0 int;
--- revision
ALTER TABLE orders ADD COLUMN x1 int;
ALTER TABLE users ADD COLUMN x1 int;
--- revision
SET LOCAL lock_timeout = '500ms';
ALTER TABLE users ADD COLUMN x2 int;
ALTER TABLE orders ADD COLUMN x2 int;
ALTER TABLE items ADD COLUMN x2 int;
--- revision
ALTER TABLE users ADD COLUMN x3 int;
-- sqlbundle:commit
ALTER TABLE orders ADD COLUMN x3 int;
ALTER TABLE items ADD COLUMN x3 int;
