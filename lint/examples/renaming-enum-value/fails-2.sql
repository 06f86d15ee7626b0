--- history
CREATE SCHEMA "Shop";
CREATE TYPE "Shop"."State" AS ENUM ('open');
ALTER TYPE "Shop"."State" ADD VALUE 'It''s done';
--- revision
SET search_path = "Shop";
ALTER TYPE "State" RENAME VALUE 'It''s done' TO 'done';
