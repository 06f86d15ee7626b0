--- revision
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
--- revision
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
