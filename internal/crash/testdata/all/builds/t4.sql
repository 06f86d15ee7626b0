-- Four, with builds
-- sqlbundle:revision t4
-- sqlbundle:revises t3

-- sqlbundle:up
UPDATE things SET n = n + 10;
CREATE INDEX CONCURRENTLY things_id ON things (id);
INSERT INTO ledger VALUES ('t4', 4);
CREATE UNIQUE INDEX CONCURRENTLY things_unique ON things (id);
UPDATE things SET n = n + 100;

-- sqlbundle:down
UPDATE things SET n = n - 100;
DROP INDEX CONCURRENTLY things_unique;
DELETE FROM ledger WHERE entry LIKE 't4%';
DROP INDEX CONCURRENTLY things_id;
UPDATE things SET n = n - 10;
