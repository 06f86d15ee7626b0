CREATE TABLE parcels (n int);
ALTER TABLE parcels ADD COLUMN m int CHECK (m > 0);
ALTER TABLE orders ADD COLUMN IF NOT EXISTS ref int CHECK (ref > 0);
