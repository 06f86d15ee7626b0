-- Five joins the end of four
-- sqlbundle:revision t5
-- sqlbundle:revises t4

-- sqlbundle:up
UPDATE things SET n = n + 1000;
INSERT INTO ledger VALUES ('t5', 5);

-- sqlbundle:down
DELETE FROM ledger WHERE entry LIKE 't5%';
UPDATE things SET n = n - 1000;
