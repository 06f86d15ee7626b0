-- Log in by address
-- sqlbundle:revision i2
-- sqlbundle:revises i1

-- sqlbundle:up
SET search_path = shop, pg_temp;
ALTER TABLE accounts ADD COLUMN login text;
-- sqlbundle:commit
UPDATE accounts SET login = lower(email);
CREATE INDEX CONCURRENTLY accounts_visits ON accounts (visits, login);
SET ROLE crash_clerk;
CREATE TABLE visits (id int PRIMARY KEY, login text);
COMMENT ON TABLE visits IS 'who was here';
CREATE INDEX CONCURRENTLY visits_login ON visits (login);
INSERT INTO visits SELECT id, login FROM (VALUES (1, 'a'), (2, 'b')) v (id, login);
RESET ROLE;
-- sqlbundle:commit
ALTER TABLE accounts ALTER COLUMN visits SET DEFAULT 8, ADD CONSTRAINT accounts_login CHECK (login <> '') NOT VALID;
VACUUM accounts;
-- A unique index that stops on the data.
CREATE UNIQUE INDEX CONCURRENTLY accounts_login_key ON accounts (login);
ALTER TABLE accounts ADD UNIQUE USING INDEX accounts_login_key;
INSERT INTO ledger VALUES ('i2', 2);

-- sqlbundle:down
SET search_path = shop, pg_temp;
DELETE FROM ledger WHERE entry = 'i2';
DROP TABLE visits;
DROP INDEX CONCURRENTLY accounts_visits;
ALTER TABLE accounts ALTER COLUMN visits SET DEFAULT 7, DROP COLUMN login;
