-- a3
-- sqlbundle:revision a3
-- sqlbundle:revises a2

-- sqlbundle:up
CREATE TABLE items (id int UNIQUE DEFERRABLE);
CREATE INDEX CONCURRENTLY ix ON items (id);

-- sqlbundle:down
DROP INDEX CONCURRENTLY ix;
DROP TABLE items;
