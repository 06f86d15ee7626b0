CREATE DOMAIN pos AS int CHECK (VALUE > 0);
CREATE TABLE parcels (n pos);
ALTER TABLE parcels ADD COLUMN m pos;
ALTER TABLE orders ADD COLUMN addr email_addr DEFAULT 'x';
