--- revision no-transaction
REINDEX TABLE public.events;
