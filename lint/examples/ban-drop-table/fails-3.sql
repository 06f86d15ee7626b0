DO $$ BEGIN DROP TABLE public.legacy; END $$;
