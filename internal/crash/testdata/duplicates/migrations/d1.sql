-- Count logins
-- sqlbundle:revision d1
-- sqlbundle:revises base

-- sqlbundle:up
ALTER TABLE accounts ADD COLUMN logins int NOT NULL DEFAULT 0;
UPDATE accounts SET logins = logins + 1;
INSERT INTO ledger VALUES ('d1', 1);

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'd1';
ALTER TABLE accounts DROP COLUMN logins;
