--- revision
CREATE TABLE parcels (n int);
--- revision
ALTER TABLE parcels ADD COLUMN token uuid DEFAULT gen_random_uuid();
CREATE TEMPORARY TABLE orders (n int);
ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
