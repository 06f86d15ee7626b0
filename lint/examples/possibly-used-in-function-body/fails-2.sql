--- history
CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.note IS NULL THEN NEW.ref := 0; END IF; RETURN NEW; END $$;
CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION app.stamp();
--- revision
ALTER TABLE orders RENAME COLUMN ref TO reference;
