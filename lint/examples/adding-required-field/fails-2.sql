--- history
CREATE DOMAIN needed AS text NOT NULL;
--- revision
ALTER TABLE orders ADD COLUMN n needed;
