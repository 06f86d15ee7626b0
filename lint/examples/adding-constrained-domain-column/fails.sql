--- history
CREATE DOMAIN positive_int AS int CHECK (VALUE > 0);
--- revision
ALTER TABLE orders ADD COLUMN boxes positive_int;
