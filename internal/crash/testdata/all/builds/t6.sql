-- Six begins with a drop
-- sqlbundle:revision t6
-- sqlbundle:revises t5

-- sqlbundle:up
DROP INDEX CONCURRENTLY things_id;
INSERT INTO ledger VALUES ('t6', 6);

-- sqlbundle:down
DELETE FROM ledger WHERE entry LIKE 't6%';
CREATE INDEX CONCURRENTLY things_id ON things (id);
