-- One
-- sqlbundle:revision t1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE ledger (entry text, amount int);
INSERT INTO ledger VALUES ('t1', 1);

-- sqlbundle:down
DROP TABLE ledger;
