--- revision
ALTER TABLE orders ADD COLUMN weight int DEFAULT 1;
--- revision
ALTER TABLE orders ALTER COLUMN weight SET NOT NULL;
