ALTER TABLE orders ADD COLUMN weight int;
--- down
ALTER TABLE orders DROP COLUMN weight;
