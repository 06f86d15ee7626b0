-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE items (id int);
-- sqlbundle:raw
INSERT INTO items VALUES (1); CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
-- inside raw
CREATE INDEX CONCURRENTLY ix ON items (id);
BEGIN;
INSERT INTO items VALUES (2);
COMMIT;
-- sqlbundle:end-raw
INSERT INTO items VALUES (one());

-- sqlbundle:down
-- sqlbundle:raw
DROP FUNCTION one();
DROP TABLE items;
-- sqlbundle:end-raw
