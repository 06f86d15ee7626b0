-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE items (id int);
-- sqlbundle:include ../sql/double.sql
INSERT INTO items VALUES (double(4));

-- sqlbundle:down
DROP FUNCTION double(int);
DROP TABLE items;
