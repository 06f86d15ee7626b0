--- history
CREATE DOMAIN base AS int;
CREATE TEMP TABLE uses (o base);
--- revision
CREATE DOMAIN over AS base;
CREATE TABLE lots (o over);
ALTER DOMAIN over SET NOT NULL;
