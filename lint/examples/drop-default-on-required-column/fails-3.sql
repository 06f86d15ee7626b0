--- history
CREATE TABLE app."Parts" (id serial PRIMARY KEY, "Size" int NOT NULL DEFAULT 1);
--- revision
SET search_path = app;
ALTER TABLE "Parts" ADD COLUMN note text, ALTER "Size" DROP DEFAULT;
