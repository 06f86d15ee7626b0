--- history
CREATE DOMAIN pos AS int CHECK (VALUE > 0);
CREATE EXTENSION citext;
--- revision
ALTER TABLE orders ADD COLUMN boxes pos[], ADD COLUMN mood mood, ADD COLUMN c citext;
