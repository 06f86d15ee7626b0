-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
BEGIN;
SET LOCAL lock_timeout = '1s';
INSERT INTO items VALUES (5, current_setting('lock_timeout'));
COMMIT;
INSERT INTO items VALUES (6);

-- sqlbundle:down
BEGIN;
DELETE FROM items WHERE id IN (5, 6);
COMMIT;
