--- history
CREATE DOMAIN base AS int;
CREATE DOMAIN over AS base;
CREATE TABLE uses (o over);
--- revision
SELECT 1;
--- down
ALTER DOMAIN base SET NOT NULL;
