-- A fork that stays open
-- sqlbundle:revision c1
-- sqlbundle:revises b2

-- sqlbundle:up
INSERT INTO ledger VALUES ('c1', 4);

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'c1';
