--- history
ALTER TABLE orders ADD COLUMN ref_new bigint;
CREATE FUNCTION orders_ref_sync() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.ref_new := NEW.ref; RETURN NEW; END $$;
CREATE TRIGGER orders_ref_sync BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION orders_ref_sync();
--- revision
ALTER TABLE orders DROP COLUMN ref_new;
DROP TRIGGER orders_ref_sync ON orders;
