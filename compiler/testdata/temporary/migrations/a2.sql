-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
CREATE TEMP TABLE staging AS SELECT 3 AS id, 'three' AS name;
INSERT INTO kept SELECT * FROM staging;
DROP TABLE staging;

-- sqlbundle:down
DELETE FROM kept WHERE id = 3;
