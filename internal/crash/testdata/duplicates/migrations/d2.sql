-- One account for an address
-- sqlbundle:revision d2
-- sqlbundle:revises d1

-- sqlbundle:up
INSERT INTO ledger VALUES ('d2 before', 2);
UPDATE counters SET value = value + 1;
CREATE UNIQUE INDEX CONCURRENTLY accounts_email ON accounts (lower(email));
UPDATE counters SET value = value + 10;
INSERT INTO ledger VALUES ('d2 behind', 3);
CREATE INDEX CONCURRENTLY accounts_logins ON accounts (logins);

-- sqlbundle:down
DROP INDEX CONCURRENTLY accounts_logins;
DROP INDEX CONCURRENTLY accounts_email;
UPDATE counters SET value = value - 11;
DELETE FROM ledger WHERE entry LIKE 'd2%';
