-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up db=main
CREATE TABLE main_only ();

-- sqlbundle:down db=main
DROP TABLE main_only;
