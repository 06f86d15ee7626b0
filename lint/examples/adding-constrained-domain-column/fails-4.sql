ALTER TABLE orders ADD COLUMN addr email_addr;
CREATE DOMAIN zip AS varchar(10);
ALTER DOMAIN zip ADD CONSTRAINT digits CHECK (VALUE ~ '^[0-9]+$') NOT VALID;
ALTER TABLE users ADD COLUMN zip zip;
