-- a3
-- sqlbundle:revision a3
-- sqlbundle:revises a2

-- sqlbundle:up
INSERT INTO seen SELECT 'a3', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
BEGIN;
SET LOCAL app.a = 'local';
SET work_mem = '6MB';
INSERT INTO seen SELECT 'a3 by hand', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
COMMIT;
INSERT INTO seen SELECT 'a3 behind it', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;

-- sqlbundle:down
DELETE FROM seen WHERE at LIKE 'a3%';
