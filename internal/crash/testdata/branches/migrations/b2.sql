-- Branch b needs a2
-- sqlbundle:revision b2
-- sqlbundle:revises b1
-- sqlbundle:depends-on a2

-- sqlbundle:up
UPDATE right_t SET n = n + 1;
INSERT INTO ledger VALUES ('b2', 2);
CREATE INDEX CONCURRENTLY right_id ON right_t (id);

-- sqlbundle:down
DROP INDEX CONCURRENTLY right_id;
UPDATE right_t SET n = n - 1;
DELETE FROM ledger WHERE entry = 'b2';
