-- A role that a revision works as.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crash_clerk') THEN CREATE ROLE crash_clerk; END IF;
END $$;
