-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE SCHEMA extra;
CREATE TABLE public.seen (at text, a text, b text, path text, role text);
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
INSERT INTO seen SELECT 'a1 first', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;

CREATE TABLE items (id int);
CREATE INDEX CONCURRENTLY ix_items ON items (id);
INSERT INTO seen SELECT 'a1 behind the index', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
RESET work_mem;
-- sqlbundle:commit
INSERT INTO seen SELECT 'a1 behind the reset', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
SET ROLE golden_owner;
-- sqlbundle:commit
SELECT current_user;
RESET ROLE;
INSERT INTO seen SELECT 'a1 last', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;


-- sqlbundle:down
SET search_path = extra;
DROP INDEX CONCURRENTLY ix_items;
DROP TABLE items;
RESET search_path;
-- sqlbundle:commit
DROP TABLE seen;
DROP SCHEMA extra;
