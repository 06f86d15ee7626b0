-- ae1027a6acf4
-- sqlbundle:revision ae1027a6acf4
-- sqlbundle:revises 1975ea83b712

-- sqlbundle:up
CREATE TABLE t_ae1027a6acf4 ();

-- sqlbundle:down
DROP TABLE t_ae1027a6acf4;
