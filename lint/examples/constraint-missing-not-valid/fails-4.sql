ALTER TABLE orders ADD COLUMN weight int, ADD CONSTRAINT heavy CHECK (weight > 0 AND ref > 0);
