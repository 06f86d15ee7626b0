-- Boundaries asked for
-- sqlbundle:revision h2
-- sqlbundle:revises h1

-- sqlbundle:up
INSERT INTO items VALUES (10);
-- sqlbundle:commit
INSERT INTO items VALUES (11);
UPDATE items SET n = n + 1000;
-- sqlbundle:notransaction
UPDATE items SET n = n + 10000;
-- sqlbundle:notransaction
CREATE MATERIALIZED VIEW totals AS SELECT level, sum(n) AS total FROM items GROUP BY level;
CREATE UNIQUE INDEX totals_level ON totals (level);
-- sqlbundle:commit
INSERT INTO items VALUES (12);
-- sqlbundle:notransaction
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
VACUUM totals;

-- sqlbundle:down
DROP MATERIALIZED VIEW totals;
-- sqlbundle:commit
DELETE FROM items WHERE n = 12;
UPDATE items SET n = n - 10000;
-- sqlbundle:notransaction
UPDATE items SET n = n - 1000;
DELETE FROM items WHERE n IN (10, 11);
