--- history
CREATE STATISTICS orders_stats ON status, note FROM orders;
--- revision
ALTER TABLE orders DROP COLUMN note;
