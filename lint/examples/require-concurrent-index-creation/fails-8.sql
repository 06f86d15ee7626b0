DO $$
BEGIN
  IF to_regclass('orders') IS NOT NULL THEN
    CREATE INDEX "Orders by ref" ON public.orders (ref);
  END IF;
END $$;
