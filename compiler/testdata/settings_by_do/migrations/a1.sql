-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE log (what text);
SET app.a = 'set';
DO $$ BEGIN PERFORM set_config('app.a', 'by a DO', false); END $$;
-- sqlbundle:commit
INSERT INTO log VALUES (current_setting('app.a'));

-- sqlbundle:down
DROP TABLE log;
