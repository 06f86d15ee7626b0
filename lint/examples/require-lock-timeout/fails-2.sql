--- lock_timeout 0
--- history
CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Order Lines" (id bigint PRIMARY KEY, n int);
--- revision
SET LOCAL lock_timeout = 0;
CREATE INDEX ON "Sales"."Order Lines" (n);
