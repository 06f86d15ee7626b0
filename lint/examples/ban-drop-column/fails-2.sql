--- history
CREATE TABLE app."Parts" (id bigint PRIMARY KEY, "Size" int);
ALTER TABLE app."Parts" RENAME TO parts;
--- revision
SET search_path = app;
ALTER TABLE parts ADD COLUMN width int, DROP "Size";
