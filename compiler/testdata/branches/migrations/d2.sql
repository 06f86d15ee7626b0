-- d2
-- sqlbundle:revision d2
-- sqlbundle:revises d1

-- sqlbundle:up
CREATE VIEW v AS SELECT FROM t_a1, t_b2;

-- sqlbundle:down
DROP VIEW v;
