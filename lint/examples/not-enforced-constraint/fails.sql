--- target 18
-- sqlbundle:raw
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT ENFORCED;
-- sqlbundle:end-raw
