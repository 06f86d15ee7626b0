-- a6
-- sqlbundle:revision a6
-- sqlbundle:revises a5

-- sqlbundle:up

-- sqlbundle:down
