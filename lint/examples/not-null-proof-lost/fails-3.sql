--- history
ALTER TABLE events ADD CONSTRAINT "Kind there" CHECK (kind IS DISTINCT FROM NULL);
--- revision
ALTER TABLE public.events DROP CONSTRAINT "Kind there", ALTER COLUMN kind SET NOT NULL, ALTER COLUMN kind SET DEFAULT 'k';
