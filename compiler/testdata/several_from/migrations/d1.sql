-- d1
-- sqlbundle:revision d1
-- sqlbundle:revises c1, b2

-- sqlbundle:up

-- sqlbundle:down
