-- Behind the merge
-- sqlbundle:revision m2
-- sqlbundle:revises m1

-- sqlbundle:up
CREATE INDEX CONCURRENTLY both_id ON both_t (id);
UPDATE both_t SET n = n + 1;

-- sqlbundle:down
UPDATE both_t SET n = n - 1;
DROP INDEX CONCURRENTLY both_id;
