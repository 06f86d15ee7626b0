-- a3
-- sqlbundle:revision a3
-- sqlbundle:revises a2

-- sqlbundle:up
INSERT INTO log (what) VALUES (coalesce(nullif(current_setting('app.a', true), ''), 'nothing'));

-- sqlbundle:down
