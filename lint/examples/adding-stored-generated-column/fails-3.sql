--- target 17
--- history
ALTER TABLE orders ADD COLUMN cents bigint GENERATED ALWAYS AS ((total * 100)::bigint) STORED;
--- revision
-- sqlbundle:raw
ALTER TABLE orders ALTER COLUMN cents SET EXPRESSION AS ((total * 1000)::bigint);
-- sqlbundle:end-raw
