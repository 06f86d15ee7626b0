-- d1
-- sqlbundle:revision d1
-- sqlbundle:revises c1, b2

-- sqlbundle:up
CREATE TABLE t_d1 ();

-- sqlbundle:down
DROP TABLE t_d1;
