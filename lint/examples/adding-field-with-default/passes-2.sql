--- history
CREATE FUNCTION app.fixed() RETURNS int LANGUAGE sql STABLE AS $$ SELECT 1 $$;
CREATE DOMAIN code AS text DEFAULT 'none';
--- revision
ALTER TABLE orders ADD COLUMN a int DEFAULT -1, ADD COLUMN b timestamptz DEFAULT (pg_catalog.now() - interval '1 day'),
  ADD COLUMN c text DEFAULT CURRENT_USER, ADD COLUMN d int NOT NULL DEFAULT app.fixed(), ADD COLUMN e code,
  ADD COLUMN f jsonb DEFAULT jsonb_build_object('a', ARRAY[]::int[]), ADD COLUMN g text DEFAULT CASE WHEN 1 > 0 THEN 'x' END,
  ADD COLUMN h uuid DEFAULT NULL;
