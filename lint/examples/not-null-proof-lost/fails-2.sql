--- history
ALTER TABLE orders ADD CONSTRAINT orders_user_id_nn CHECK (user_id IS NOT NULL) NOT VALID;
--- revision
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_nn, ALTER COLUMN user_id SET NOT NULL;
