--- history
CREATE FUNCTION app.now() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN RETURN pg_catalog.now(); END $$;
--- revision
ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT app.now();
