--- history
CREATE TABLE app."Parts" (id bigint PRIMARY KEY, "Size" int);
--- revision
SET search_path = app;
ALTER TABLE "Parts" ADD COLUMN note text, ADD CHECK ("Size" > 0);
