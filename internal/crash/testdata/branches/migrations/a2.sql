-- Branch a goes on
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
UPDATE left_t SET n = n + 1;
CREATE INDEX CONCURRENTLY left_id ON left_t (id);
INSERT INTO ledger VALUES ('a2', 1);

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'a2';
DROP INDEX CONCURRENTLY left_id;
UPDATE left_t SET n = n - 1;
