--- history
ALTER TABLE orders ADD CONSTRAINT "Positive" CHECK (total >= 0);
ALTER TABLE orders SET SCHEMA app;
--- revision
SET search_path = app;
ALTER TABLE orders DROP CONSTRAINT IF EXISTS "Positive";
