-- Begin to count
-- sqlbundle:revision i1
-- sqlbundle:revises i0

-- sqlbundle:up
CREATE TABLE shop.counters (name text PRIMARY KEY, value int NOT NULL);
INSERT INTO shop.counters VALUES ('runs', 1);
INSERT INTO shop.ledger VALUES ('i1', 1);

-- sqlbundle:down
DELETE FROM shop.ledger WHERE entry = 'i1';
DROP TABLE shop.counters;
