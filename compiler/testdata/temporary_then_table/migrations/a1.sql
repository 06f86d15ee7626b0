-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TEMP TABLE staging AS SELECT 1 AS id;
DROP TABLE staging;
-- sqlbundle:commit
CREATE TABLE staging (id int);
INSERT INTO staging VALUES (2);

-- sqlbundle:down
DROP TABLE staging;
