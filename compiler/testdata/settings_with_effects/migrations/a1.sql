-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE log (id serial, what text);
INSERT INTO log (what) SELECT set_config('app.a', 'one', false);
SELECT set_config('app.b', nextval('log_id_seq')::text, false);
CREATE INDEX ix ON log (what);
INSERT INTO log (what) VALUES (current_setting('app.a') || current_setting('app.b'));

-- sqlbundle:down
DROP TABLE log;
