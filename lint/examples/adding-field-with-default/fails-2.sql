ALTER TABLE public."orders" ADD COLUMN a int DEFAULT 1, ADD COLUMN "B" double precision NOT NULL DEFAULT coalesce(random(), 0), ALTER COLUMN note SET DEFAULT '';
