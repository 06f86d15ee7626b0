--- revision
DO $$ BEGIN EXECUTE 'SELECT ' || now(); END $$;
ALTER DOMAIN app.elsewhere ADD CONSTRAINT positive CHECK (VALUE > 0);
