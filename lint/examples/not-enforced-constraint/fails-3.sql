--- target 18
-- sqlbundle:raw
ALTER TABLE items ALTER CONSTRAINT items_order_fk NOT ENFORCED;
-- sqlbundle:end-raw
