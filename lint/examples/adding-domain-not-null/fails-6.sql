--- revision
DO $$ BEGIN EXECUTE 'SELECT ' || now(); END $$;
ALTER DOMAIN elsewhere SET NOT NULL;
