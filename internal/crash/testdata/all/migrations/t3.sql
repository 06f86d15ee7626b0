-- Three
-- sqlbundle:revision t3
-- sqlbundle:revises t2

-- sqlbundle:up
UPDATE things SET n = n + 1;
INSERT INTO ledger VALUES ('t3 ' || current_setting('search_path'), 3);

-- sqlbundle:down
DELETE FROM ledger WHERE entry LIKE 't3%';
UPDATE things SET n = n - 1;
