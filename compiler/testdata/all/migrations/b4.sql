-- b4
-- sqlbundle:revision b4
-- sqlbundle:revises b3

-- sqlbundle:up
SET LOCAL app.b = 'b4';
CREATE TEMP TABLE staging AS SELECT 101 + length(coalesce(current_setting('app.a', true), '')) AS id;
INSERT INTO items SELECT id FROM staging;

-- sqlbundle:down
DELETE FROM items WHERE id = 101;
