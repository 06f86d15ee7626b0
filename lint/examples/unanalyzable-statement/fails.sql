DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE 'ALTER TABLE ' || quote_ident(t) || ' ADD COLUMN touched timestamptz';
  END LOOP;
END $$;
