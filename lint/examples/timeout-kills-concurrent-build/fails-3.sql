--- history
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID;
--- revision
SET LOCAL statement_timeout = '1min';
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
