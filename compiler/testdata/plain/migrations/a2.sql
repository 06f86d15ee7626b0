-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
ALTER TABLE accounts ADD COLUMN tags text[] DEFAULT '{}';
-- sqlbundle:nolint missing-thing -- there is none
UPDATE accounts SET tags = ARRAY[name];

-- sqlbundle:down
ALTER TABLE accounts DROP COLUMN tags;
