--- history
ALTER TABLE orders ADD CONSTRAINT orders_user_id_nn CHECK (user_id IS NOT NULL AND user_id > 0);
--- revision
ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL;
