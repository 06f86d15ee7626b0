--- history
ALTER TABLE orders ADD CONSTRAINT orders_ref_excl EXCLUDE USING btree (ref WITH =);
--- revision
ALTER TABLE orders DROP CONSTRAINT orders_ref_excl;
