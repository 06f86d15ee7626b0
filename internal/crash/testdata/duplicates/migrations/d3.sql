-- Write it down
-- sqlbundle:revision d3
-- sqlbundle:revises d2

-- sqlbundle:up
INSERT INTO ledger VALUES ('d3', 4);

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'd3';
