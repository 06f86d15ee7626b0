-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
CREATE FUNCTION sets() RETURNS text LANGUAGE sql AS $$ SELECT set_config('app.a', 'by a function', false) $$;
INSERT INTO log (what) SELECT sets();

-- sqlbundle:down
DROP FUNCTION sets();
DELETE FROM log WHERE what = 'by a function';
