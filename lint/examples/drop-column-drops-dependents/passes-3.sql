ALTER TABLE orders ADD COLUMN weight int;
CREATE INDEX orders_weight_idx ON orders (status, weight);
--- down
ALTER TABLE orders DROP COLUMN weight;
