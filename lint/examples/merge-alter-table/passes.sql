ALTER TABLE orders ALTER COLUMN ref TYPE bigint, ALTER COLUMN placed_at TYPE timestamptz;
