--- history
CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Old Orders" (id bigint);
--- revision
SET search_path = "Sales", public;
CREATE TABLE fresh (id bigint);
DROP TABLE IF EXISTS fresh, "Old Orders" CASCADE;
