--- target 18
-- sqlbundle:raw
ALTER TABLE orders ADD COLUMN cents bigint GENERATED ALWAYS AS ((total * 100)::bigint);
-- sqlbundle:end-raw
-- sqlbundle:raw
ALTER TABLE orders ADD COLUMN c2 bigint GENERATED ALWAYS AS ((total * 100)::bigint) VIRTUAL;
-- sqlbundle:end-raw
