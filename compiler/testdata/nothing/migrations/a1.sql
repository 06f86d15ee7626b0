-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
-- nothing to do yet

-- sqlbundle:down
/* nor here */
