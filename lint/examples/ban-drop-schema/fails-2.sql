--- history
CREATE SCHEMA "Old Stuff";
CREATE TABLE "Old Stuff".t (id bigint);
--- revision
DROP SCHEMA IF EXISTS nowhere, "Old Stuff" CASCADE;
