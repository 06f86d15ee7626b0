--- target 18
-- sqlbundle:raw
ALTER TABLE orders ADD COLUMN total_cents bigint GENERATED ALWAYS AS ((total * 100)::bigint) VIRTUAL;
-- sqlbundle:end-raw
