-- a3
-- sqlbundle:revision a3
-- sqlbundle:revises a2

-- sqlbundle:up
SET lock_timeout = '2s';
SELECT look('own');
-- sqlbundle:timeout lock=1s
SELECT look('before a limit of its own');
SELECT look('own again');
-- sqlbundle:commit
SELECT look('own in the next transaction');

-- sqlbundle:down
DELETE FROM seen WHERE at LIKE '%own%';
