-- A role that some revisions work as.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crash_clerk') THEN CREATE ROLE crash_clerk; END IF;
END $$;
