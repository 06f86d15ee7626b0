--- lock_timeout 0
--- revision
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN a int;
-- sqlbundle:commit
ALTER TABLE users ADD COLUMN b int;
--- down
ALTER TABLE users DROP COLUMN a, DROP COLUMN b;
