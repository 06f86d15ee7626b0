ALTER TABLE orders ALTER COLUMN ref TYPE bigint;
ALTER TABLE orders ADD COLUMN paid boolean;
--- revision
ALTER TABLE users ALTER COLUMN age TYPE bigint;
ALTER TABLE items ALTER COLUMN qty TYPE bigint;
