--- history
ALTER TABLE legacy SET SCHEMA app;
ALTER TABLE app.legacy RENAME COLUMN n TO "N";
ALTER TABLE app.legacy ALTER COLUMN "N" SET NOT NULL;
--- revision
SET search_path = app;
ALTER TABLE legacy ADD COLUMN note text, ADD CONSTRAINT "Key" PRIMARY KEY ("N", code);
