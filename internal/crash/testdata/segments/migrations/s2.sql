-- Mix what a transaction can hold with what it cannot
-- sqlbundle:revision s2
-- sqlbundle:revises s1

-- sqlbundle:up
SET search_path = shop, pg_temp;
SET application_name = 'crash s2';
INSERT INTO ledger VALUES ('s2 first', 1);
UPDATE counters SET value = value + 1 WHERE name = 'runs';
CREATE INDEX CONCURRENTLY orders_customer ON orders (customer);
INSERT INTO ledger VALUES ('s2 second', 2);
UPDATE counters SET value = value + 10 WHERE name = 'runs';
DROP INDEX CONCURRENTLY orders_note;
INSERT INTO ledger VALUES ('s2 third, path ' || current_setting('search_path'), 3);
UPDATE counters SET value = value + 100 WHERE name = 'runs';
REINDEX INDEX CONCURRENTLY orders_total;
VACUUM orders;
UPDATE counters SET value = value + 1000 WHERE name = 'runs';
REINDEX TABLE CONCURRENTLY orders;
INSERT INTO ledger VALUES ('s2 last, named ' || current_setting('application_name'), 4);

-- sqlbundle:down
SET search_path = shop, pg_temp;
UPDATE counters SET value = value - 1000 WHERE name = 'runs';
CREATE INDEX CONCURRENTLY orders_note ON orders (note);
UPDATE counters SET value = value - 110 WHERE name = 'runs';
DROP INDEX CONCURRENTLY orders_customer;
VACUUM orders;
UPDATE counters SET value = value - 1 WHERE name = 'runs';
DELETE FROM ledger WHERE entry LIKE 's2 %';
