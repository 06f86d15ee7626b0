--- revision
ALTER TABLE orders ADD COLUMN weight int;
--- revision
ALTER TABLE orders ALTER COLUMN weight TYPE bigint;
