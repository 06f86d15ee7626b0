-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE log (what text);
SET app.a = 'set';
INSERT INTO log VALUES (current_setting('app.a'));
DO $$ DECLARE a text; BEGIN SET LOCAL app.b = 'c'; UPDATE log SET what = what; PERFORM set_config('app.b', concat(1, 2), true); END $$;
-- sqlbundle:commit
INSERT INTO log VALUES ('two');

-- sqlbundle:down
DROP TABLE log;
