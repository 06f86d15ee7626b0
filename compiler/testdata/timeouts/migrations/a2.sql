-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
SELECT look('configured');
-- sqlbundle:timeout lock=1s
SELECT look('lock');
SELECT look('configured again');
-- sqlbundle:timeout lock=500ms statement=1h
CREATE INDEX CONCURRENTLY ix ON seen (at);
-- sqlbundle:timeout statement=0
SELECT look('no statement limit');
-- sqlbundle:timeout lock=3s
-- sqlbundle:timeout statement=4s
SELECT look('both');

-- sqlbundle:timeout lock=7s statement=8s
-- sqlbundle:down
-- sqlbundle:timeout statement=6s
DELETE FROM seen WHERE lock = '1s';
DELETE FROM seen WHERE at IN ('configured', 'configured again', 'no statement limit', 'both');
DROP INDEX CONCURRENTLY ix;
