--- revision
DO $$ BEGIN EXECUTE 'SELECT ' || now(); END $$;
ALTER TYPE elsewhere RENAME VALUE 'a' TO 'b';
