CREATE TABLE app."T" ("Id" bigint PRIMARY KEY, ref int);
CREATE UNIQUE INDEX "again" ON app."T" USING btree ("Id" ASC);
