--- history
CREATE TABLE app."Line Items" (id bigint PRIMARY KEY, "Order" bigint);
--- revision
ALTER TABLE app."Line Items" ADD COLUMN sku text;
SET LOCAL search_path = app;
CREATE UNIQUE INDEX "by order" ON "Line Items" ("Order", sku) WHERE sku IS NOT NULL;
