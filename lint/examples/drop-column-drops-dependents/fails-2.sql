--- history
ALTER TABLE orders ADD CONSTRAINT orders_ref_key UNIQUE (user_id, ref);
--- revision
ALTER TABLE orders DROP COLUMN ref;
