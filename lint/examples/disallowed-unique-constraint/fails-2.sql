--- history
CREATE TABLE app."Parts" (id bigint PRIMARY KEY, "Code" text);
--- revision
SET search_path = app;
ALTER TABLE "Parts" ADD COLUMN note text, ADD UNIQUE ("Code") INCLUDE (id);
