-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
CREATE TABLE t_a2 ();

-- sqlbundle:down
DROP TABLE t_a2;
