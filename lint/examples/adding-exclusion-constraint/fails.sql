ALTER TABLE orders ADD CONSTRAINT orders_ref_excl EXCLUDE USING btree (ref WITH =);
