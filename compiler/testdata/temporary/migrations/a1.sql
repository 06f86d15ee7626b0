-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE kept (id int, name text);
CREATE TEMP TABLE staging (id int, name text);
INSERT INTO staging VALUES (1, 'one'), (2, 'two');
INSERT INTO kept SELECT * FROM staging;
CREATE TEMP VIEW shown AS SELECT * FROM staging;
INSERT INTO kept SELECT id + 10, name FROM pg_temp.shown;
-- sqlbundle:commit
UPDATE kept SET name = upper(name);

-- sqlbundle:down
DROP TABLE kept;
