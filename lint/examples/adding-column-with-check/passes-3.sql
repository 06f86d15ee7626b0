--- target 18
-- sqlbundle:raw
ALTER TABLE orders ADD COLUMN boxes int CHECK (boxes > 0) NOT ENFORCED;
-- sqlbundle:end-raw
