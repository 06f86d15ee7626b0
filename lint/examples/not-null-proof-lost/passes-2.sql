--- history
ALTER TABLE orders ADD CONSTRAINT orders_user_id_nn CHECK (user_id IS NOT NULL), ADD CONSTRAINT orders_ref_check CHECK (ref > 0);
--- revision
ALTER TABLE orders DROP CONSTRAINT orders_ref_check, ALTER COLUMN user_id SET NOT NULL;
