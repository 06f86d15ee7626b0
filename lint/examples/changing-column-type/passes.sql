--- revision
ALTER TABLE orders ADD COLUMN ref_new bigint;
CREATE FUNCTION orders_ref_sync() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.ref_new := NEW.ref; RETURN NEW; END $$;
CREATE TRIGGER orders_ref_sync BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION orders_ref_sync();
--- revision no-transaction
UPDATE orders SET ref_new = ref WHERE id IN (SELECT id FROM orders WHERE ref_new IS DISTINCT FROM ref ORDER BY id LIMIT 5000);
--- revision
-- after every row is filled: switch names in one short transaction
ALTER TABLE orders RENAME COLUMN ref TO ref_old;
ALTER TABLE orders RENAME COLUMN ref_new TO ref;
DROP TRIGGER orders_ref_sync ON orders;
