-- Two
-- sqlbundle:revision t2
-- sqlbundle:revises t1

-- sqlbundle:up
SET search_path = pg_catalog, public;
INSERT INTO ledger VALUES ('t2 ' || current_setting('search_path'), 2);
CREATE TABLE public.things (id int, n int NOT NULL DEFAULT 0);
INSERT INTO things (id) SELECT generate_series(1, 40);

-- sqlbundle:down
DROP TABLE things;
DELETE FROM ledger WHERE entry LIKE 't2%';
