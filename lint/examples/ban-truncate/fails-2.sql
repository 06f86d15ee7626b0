--- history
CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Old" (id bigint);
--- revision
SET search_path = "Sales";
CREATE TABLE fresh (id bigint);
TRUNCATE TABLE fresh, ONLY "Old" RESTART IDENTITY;
