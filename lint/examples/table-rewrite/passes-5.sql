DO $$ BEGIN TRUNCATE items; END $$;
