--- target 18
-- sqlbundle:raw
ALTER TABLE orders ADD CONSTRAINT orders_user_id_nn NOT NULL user_id;
-- sqlbundle:end-raw
