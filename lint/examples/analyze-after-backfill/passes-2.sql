--- revision
CREATE TABLE app."Sums" AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
UPDATE orders SET ref = 1 WHERE id = 1;
INSERT INTO legacy VALUES ('c', 3);
--- revision
ALTER TABLE app."Sums" RENAME TO sums;
--- revision no-transaction
VACUUM (ANALYZE) app.sums;
--- revision
CREATE TEMP TABLE t AS SELECT id FROM orders;
UPDATE orders SET ref = id;
ANALYZE;
