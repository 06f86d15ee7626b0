-- b1
-- sqlbundle:revision b1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE t_b1 ();

-- sqlbundle:down
DROP TABLE t_b1;
