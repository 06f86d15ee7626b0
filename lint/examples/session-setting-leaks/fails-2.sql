SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.settings (k text PRIMARY KEY);
