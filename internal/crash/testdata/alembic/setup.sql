DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crash_migrator') THEN CREATE ROLE crash_migrator; END IF;
END $$;
CREATE SCHEMA "meta data" AUTHORIZATION crash_migrator;
CREATE SCHEMA app AUTHORIZATION crash_migrator;
