-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
INSERT INTO seen SELECT 'a2', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
DO $$ BEGIN PERFORM set_config('app.a', 'by a DO', false); END $$;
INSERT INTO seen SELECT 'a2 behind the DO', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;

-- sqlbundle:down
DELETE FROM seen WHERE at LIKE 'a2%';
