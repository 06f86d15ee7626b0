-- a8
-- sqlbundle:revision a8
-- sqlbundle:revises a7

-- sqlbundle:up
INSERT INTO items VALUES (1);
-- sqlbundle:commit
INSERT INTO items VALUES (2);

-- sqlbundle:down
DELETE FROM items;
