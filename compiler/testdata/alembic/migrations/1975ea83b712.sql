-- 1975ea83b712
-- sqlbundle:revision 1975ea83b712
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE t_1975ea83b712 ();

-- sqlbundle:down
DROP TABLE t_1975ea83b712;
