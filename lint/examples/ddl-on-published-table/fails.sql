--- history
CREATE PUBLICATION feed FOR TABLE orders;
--- revision
ALTER TABLE orders ADD COLUMN paid boolean;
