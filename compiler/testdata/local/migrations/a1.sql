-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE seen (a text, b text);
SET LOCAL app.a = 'local';
SET LOCAL search_path = public, pg_temp;
INSERT INTO seen VALUES (current_setting('app.a'), current_setting('search_path'));

-- sqlbundle:down
DROP TABLE seen;
