-- The last
-- sqlbundle:revision v3
-- sqlbundle:revises v2

-- sqlbundle:up
INSERT INTO ledger VALUES ('v3');
CREATE INDEX CONCURRENTLY users_by_whom ON users (by_whom);

-- sqlbundle:down
DROP INDEX CONCURRENTLY users_by_whom;
DELETE FROM ledger WHERE entry = 'v3';
