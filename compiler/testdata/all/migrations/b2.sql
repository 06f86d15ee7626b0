-- b2
-- sqlbundle:revision b2
-- sqlbundle:revises b1

-- sqlbundle:up
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO items SELECT max(id) + 1 FROM items;

-- sqlbundle:down
DELETE FROM items WHERE id = (SELECT max(id) FROM items);
