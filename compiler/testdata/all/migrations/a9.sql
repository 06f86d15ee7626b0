-- a9
-- sqlbundle:revision a9
-- sqlbundle:revises a8

-- sqlbundle:up
BEGIN;
UPDATE items SET id = id + 10;
COMMIT;

-- sqlbundle:down
BEGIN;
UPDATE items SET id = id - 10;
COMMIT;
