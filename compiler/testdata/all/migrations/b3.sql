-- b3
-- sqlbundle:revision b3
-- sqlbundle:revises b2

-- sqlbundle:up
SET app.a = 'b3';
CREATE TEMP TABLE staging AS SELECT 100 AS id;
INSERT INTO items SELECT id FROM staging;

-- sqlbundle:down
DELETE FROM items WHERE id = 100;
