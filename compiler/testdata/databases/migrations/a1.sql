-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE in_main ();

-- sqlbundle:up db=analytics
CREATE TABLE in_analytics ();

-- sqlbundle:down
DROP TABLE in_main;

-- sqlbundle:down db=analytics
DROP TABLE in_analytics;
