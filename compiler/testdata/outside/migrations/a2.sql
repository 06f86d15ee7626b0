-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
VACUUM items;

-- sqlbundle:down
VACUUM items;
