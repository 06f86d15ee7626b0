-- Throw some away
-- sqlbundle:revision c3
-- sqlbundle:revises c2

-- sqlbundle:up
CREATE TABLE thrown AS SELECT * FROM readings LIMIT 0;
WITH gone AS (DELETE FROM readings WHERE id % 30000000000 = 0 RETURNING *) INSERT INTO thrown SELECT * FROM gone;
-- sqlbundle:batch key=id size=2
DELETE FROM thrown WHERE name IS NULL;

-- sqlbundle:down
INSERT INTO readings SELECT * FROM thrown;
DROP TABLE thrown;
