-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE lists (id int, low int, n int, tags int[], "name" text);
INSERT INTO lists VALUES (1, 2, 3, '{1,2,3,4}', ':name');
CREATE VIEW slices AS SELECT tags[low:n] AS a, tags[:n] AS b, tags[low:] AS c, tags [ 1 : 2 ] AS d, tags[1:2] AS f,
    id::text || ':id' AS e FROM lists;

CREATE FUNCTION nth(tags int[], n int) RETURNS int[] LANGUAGE sql AS $$ SELECT tags[1:n] $$;

-- sqlbundle:down
DROP FUNCTION nth(int[], int);
DROP VIEW slices;
DROP TABLE lists;
