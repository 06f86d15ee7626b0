-- a5
-- sqlbundle:revision a5
-- sqlbundle:revises a4

-- sqlbundle:up
ALTER TYPE mood ADD VALUE 'glad';

-- sqlbundle:down
