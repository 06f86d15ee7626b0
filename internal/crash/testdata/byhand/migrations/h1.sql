-- Begin and commit by hand
-- sqlbundle:revision h1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE items (n int, level text DEFAULT current_setting('transaction_isolation'), lock text DEFAULT current_setting('lock_timeout'));
BEGIN;
INSERT INTO items VALUES (1);
SAVEPOINT before_two;
INSERT INTO items VALUES (2);
ROLLBACK TO SAVEPOINT before_two;
INSERT INTO items VALUES (3);
COMMIT;
INSERT INTO items VALUES (4);
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO items VALUES (5);
END;
BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE;
SET LOCAL lock_timeout = '1234ms';
INSERT INTO items VALUES (6);
UPDATE items SET n = n + 100;
COMMIT WORK;

-- sqlbundle:down
BEGIN;
UPDATE items SET n = n - 100;
COMMIT;
BEGIN;
COMMIT;
DELETE FROM items WHERE n <> 4;
DROP TABLE items;
