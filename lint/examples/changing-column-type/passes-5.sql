DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'reference') THEN
    ALTER TABLE orders ALTER COLUMN ref TYPE bigint;
  END IF;
END $$;
