--- history
CREATE TABLE app."Tickets" ("Id" smallserial PRIMARY KEY);
ALTER TABLE app."Tickets" RENAME COLUMN "Id" TO number;
--- revision
SET search_path = app;
ALTER TABLE "Tickets" ALTER COLUMN number TYPE int;
