--- target 18
-- sqlbundle:raw
ALTER TABLE orders ADD COLUMN token text DEFAULT '', ADD CONSTRAINT orders_token_nn NOT NULL token;
-- sqlbundle:end-raw
