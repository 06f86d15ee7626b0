-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE log (id serial, what text);
CREATE FUNCTION sets() RETURNS text LANGUAGE sql AS $$ SELECT set_config('app.a', 'by a function', false) $$;
INSERT INTO log (what) SELECT sets();
CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM sets(); RETURN NEW; END';

-- sqlbundle:down
DROP TABLE log;
DROP FUNCTION sets();
DROP FUNCTION fires();
