--- history
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0);
ALTER TABLE orders RENAME COLUMN total TO amount;
--- revision
ALTER TABLE orders ADD CONSTRAINT "Amount check" CHECK (amount>=0) NOT VALID;
