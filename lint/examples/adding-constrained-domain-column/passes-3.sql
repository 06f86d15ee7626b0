--- history
CREATE DOMAIN pos AS int CONSTRAINT above CHECK (VALUE > 0);
ALTER DOMAIN pos DROP CONSTRAINT above;
--- revision
ALTER TABLE orders ADD COLUMN boxes pos;
