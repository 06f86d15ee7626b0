-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE t_a1 ();

-- sqlbundle:down
DROP TABLE t_a1;
