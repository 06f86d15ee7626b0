ALTER TABLE public.events_2024 SET (fillfactor = 80, autovacuum_enabled = off, toast.autovacuum_enabled = 'no');
