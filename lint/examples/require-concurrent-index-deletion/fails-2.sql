--- history
CREATE TABLE app."T" (n int);
CREATE INDEX "Old" ON app."T" (n);
ALTER INDEX app."Old" RENAME TO "New";
--- revision
SET LOCAL search_path = app, public;
DROP INDEX IF EXISTS "New", nothing_of_this_name;
