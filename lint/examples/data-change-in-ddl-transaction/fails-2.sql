--- history
CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Lines" (id bigint PRIMARY KEY, n int);
--- revision
SET LOCAL search_path = "Sales";
DELETE FROM "Lines" WHERE n < 0;
ALTER TABLE "Lines" RENAME COLUMN n TO amount;
