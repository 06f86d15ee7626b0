--- revision
ALTER TABLE orders ADD COLUMN paid boolean;
CREATE TABLE receipts (id bigint PRIMARY KEY);
--- down
DROP TABLE receipts;
