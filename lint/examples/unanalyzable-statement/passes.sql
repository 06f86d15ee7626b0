DO $$
BEGIN
  EXECUTE 'ALTER TABLE users ADD COLUMN touched timestamptz';
END $$;
