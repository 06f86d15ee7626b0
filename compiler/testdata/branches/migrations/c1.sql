-- c1
-- sqlbundle:revision c1
-- sqlbundle:revises a2

-- sqlbundle:up
CREATE TABLE t_c1 ();

-- sqlbundle:down
DROP TABLE t_c1;
