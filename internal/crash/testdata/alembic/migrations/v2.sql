-- Several segments
-- sqlbundle:revision v2
-- sqlbundle:revises v1

-- sqlbundle:up
INSERT INTO ledger VALUES ('v2 first');
CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);
INSERT INTO ledger VALUES ('v2 second');
SET search_path = app;
ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE USING INDEX users_name;
CREATE INDEX CONCURRENTLY users_lower ON users (lower(name));
INSERT INTO ledger VALUES ('v2 third');

-- sqlbundle:down
DROP INDEX CONCURRENTLY users_lower;
DELETE FROM ledger WHERE entry LIKE 'v2%';
ALTER TABLE users DROP CONSTRAINT users_name_key;
