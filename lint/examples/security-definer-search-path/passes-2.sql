CREATE FUNCTION app.n() RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM users; END;
CREATE FUNCTION app.m() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'WITH u AS (SELECT id FROM public.users) SELECT pg_catalog.count(*) FROM u';
CREATE FUNCTION app.t() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF NEW.id > 0 THEN
    INSERT INTO public.legacy VALUES ('x', 1);
    NEW.at := pg_catalog.now();
  END IF;
  RETURN NEW;
END $$;
