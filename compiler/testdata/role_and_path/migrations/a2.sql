-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
INSERT INTO mine DEFAULT VALUES;

-- sqlbundle:down
DELETE FROM mine;
