-- Branch b forks
-- sqlbundle:revision b3
-- sqlbundle:revises b2

-- sqlbundle:up
INSERT INTO ledger VALUES ('b3', 3);

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'b3';
