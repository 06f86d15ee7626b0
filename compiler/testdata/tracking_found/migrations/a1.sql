-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE SCHEMA other;
SET search_path = other;
CREATE TABLE t_a1 ();

-- sqlbundle:down
DROP TABLE other.t_a1;
SET search_path = other;
DROP SCHEMA other;
