--- revision
ALTER TABLE orders ADD COLUMN paid boolean;
--- down
ALTER TABLE orders DROP COLUMN paid;
