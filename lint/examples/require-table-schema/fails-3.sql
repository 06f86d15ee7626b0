TRUNCATE public.legacy, ONLY items;
