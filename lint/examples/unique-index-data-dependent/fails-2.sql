ALTER TABLE orders ADD COLUMN code text, ADD CONSTRAINT orders_code_ref UNIQUE (code, ref);
