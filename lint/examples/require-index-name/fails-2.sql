--- history
CREATE TABLE app."Pay" (id bigint PRIMARY KEY, "By Whom" text);
--- revision no-transaction
CREATE UNIQUE INDEX CONCURRENTLY ON app."Pay" ("By Whom", lower("By Whom"));
