--- target 18
--- history
-- sqlbundle:raw
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT ENFORCED;
-- sqlbundle:end-raw
--- revision
-- sqlbundle:raw
ALTER TABLE orders ALTER CONSTRAINT orders_user_fk ENFORCED;
-- sqlbundle:end-raw
