-- Let a clerk make things
-- sqlbundle:revision s3
-- sqlbundle:revises s2

-- sqlbundle:up
GRANT USAGE, CREATE ON SCHEMA shop TO crash_clerk;
SET ROLE crash_clerk;
SET search_path = shop;
CREATE TABLE desk (id int PRIMARY KEY, drawer text, made_by text NOT NULL DEFAULT current_user);
INSERT INTO desk VALUES (1, 'left'), (2, 'right');
CREATE UNIQUE INDEX CONCURRENTLY desk_drawer ON desk (drawer);
INSERT INTO desk VALUES (3, 'none');
CREATE TABLE chair AS SELECT id, made_by FROM desk;
CREATE INDEX CONCURRENTLY chair_id ON chair (id);
RESET ROLE;
INSERT INTO ledger VALUES ('s3 by ' || current_user, 5);
UPDATE counters SET value = value + 10000 WHERE name = 'runs';

-- sqlbundle:down
UPDATE shop.counters SET value = value - 10000 WHERE name = 'runs';
DROP INDEX CONCURRENTLY shop.chair_id;
DELETE FROM shop.ledger WHERE entry LIKE 's3 %';
SET ROLE crash_clerk;
DROP TABLE shop.chair;
DROP INDEX CONCURRENTLY shop.desk_drawer;
DROP TABLE shop.desk;
RESET ROLE;
REVOKE USAGE, CREATE ON SCHEMA shop FROM crash_clerk;
