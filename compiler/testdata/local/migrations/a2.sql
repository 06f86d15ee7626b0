-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
INSERT INTO seen VALUES (coalesce(nullif(current_setting('app.a', true), ''), 'nothing'), current_setting('search_path'));
CREATE TABLE deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);
INSERT INTO deferred VALUES (1), (1);
DELETE FROM deferred WHERE ctid = '(0,1)';

-- sqlbundle:down
DROP TABLE deferred;
DELETE FROM seen WHERE a = 'nothing';
