-- b5
-- sqlbundle:revision b5
-- sqlbundle:revises b4

-- sqlbundle:up
INSERT INTO items SELECT 102 + length(coalesce(current_setting('app.b', true), ''));

-- sqlbundle:down
DELETE FROM items WHERE id = 102;
