-- c0ffee
-- sqlbundle:revision c0ffee
-- sqlbundle:revises 1975ea83b712
-- sqlbundle:depends-on ae1027a6acf4

-- sqlbundle:up
CREATE TABLE t_c0ffee ();

-- sqlbundle:down
DROP TABLE t_c0ffee;
