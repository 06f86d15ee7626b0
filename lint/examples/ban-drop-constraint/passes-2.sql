ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID;
--- down
ALTER TABLE orders DROP CONSTRAINT positive;
