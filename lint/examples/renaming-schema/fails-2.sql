--- history
CREATE SCHEMA "Sales";
--- revision
SET LOCAL search_path = "Sales";
ALTER SCHEMA "Sales" RENAME TO sales;
