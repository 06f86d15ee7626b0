-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE items (id int);
INSERT INTO items VALUES (1);
-- sqlbundle:commit

-- After the lock is gone.
UPDATE items SET id = 2;
-- sqlbundle:commit
CREATE INDEX CONCURRENTLY ix ON items (id);
-- sqlbundle:commit
INSERT INTO items VALUES (3);

-- sqlbundle:down
DROP INDEX ix;
-- sqlbundle:commit
DROP TABLE items;
