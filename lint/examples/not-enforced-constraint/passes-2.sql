--- target 18
--- history
-- sqlbundle:raw
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT ENFORCED;
-- sqlbundle:end-raw
--- revision
ALTER TABLE orders ADD COLUMN paid boolean;
