ALTER TABLE orders ALTER COLUMN ref TYPE bigint;
ALTER TABLE orders RENAME COLUMN ref TO reference;
ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;
--- revision
ALTER TABLE users ALTER COLUMN age TYPE bigint;
-- sqlbundle:commit
ALTER TABLE users ALTER COLUMN bio TYPE varchar(100);
