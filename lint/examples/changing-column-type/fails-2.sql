--- history
CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Order Lines" (id bigint PRIMARY KEY, "Amount" numeric(10,2));
--- revision
SET search_path = "Sales";
ALTER TABLE "Order Lines" ALTER COLUMN "Amount" TYPE numeric(12,3), ADD COLUMN note text;
