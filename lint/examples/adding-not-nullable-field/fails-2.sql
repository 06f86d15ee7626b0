--- history
CREATE TABLE app."Parts" (id bigint PRIMARY KEY, "Size" int, "Maker" int CONSTRAINT made CHECK ("Maker" IS NOT NULL));
--- revision
SET search_path = app;
ALTER TABLE "Parts" ALTER "Maker" SET NOT NULL, ALTER "Size" SET NOT NULL;
