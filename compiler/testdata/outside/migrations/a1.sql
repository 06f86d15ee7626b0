-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE items (id int, name text);
CREATE INDEX CONCURRENTLY ix_items_id ON items (id);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_items_name ON items (name);
VACUUM (ANALYZE) items;
-- sqlbundle:notransaction
ANALYZE items;
INSERT INTO items VALUES (1, 'one');
REINDEX INDEX CONCURRENTLY ix_items_id;

-- sqlbundle:down notransaction
DROP INDEX CONCURRENTLY ix_items_id
;
DROP INDEX CONCURRENTLY ix_items_name;
DROP TABLE items;
