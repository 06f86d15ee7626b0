--- revision
CREATE SCHEMA "Tmp";
CREATE TABLE "Tmp".t (id bigint);
--- revision
DROP SCHEMA "Tmp" CASCADE;
DROP SCHEMA IF EXISTS nowhere CASCADE;
--- down
CREATE SCHEMA "Tmp";
