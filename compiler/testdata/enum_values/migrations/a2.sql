-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
ALTER TYPE mood ADD VALUE 'angry' BEFORE 'sad';

-- sqlbundle:down
