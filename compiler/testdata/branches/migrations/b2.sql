-- b2
-- sqlbundle:revision b2
-- sqlbundle:revises b1
-- sqlbundle:depends-on a1

-- sqlbundle:up
CREATE TABLE t_b2 ();

-- sqlbundle:down
DROP TABLE t_b2;
