--- history
CREATE FUNCTION app.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO legacy VALUES ('x', 1); RETURN NEW; END $$;
--- revision
ALTER FUNCTION app.tell() SECURITY DEFINER;
