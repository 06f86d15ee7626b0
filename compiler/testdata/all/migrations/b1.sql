-- b1
-- sqlbundle:revision b1
-- sqlbundle:revises a9

-- sqlbundle:up
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;

-- sqlbundle:down
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
