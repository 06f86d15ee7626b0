ALTER TABLE orders ALTER COLUMN ref TYPE bigint;
ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;
