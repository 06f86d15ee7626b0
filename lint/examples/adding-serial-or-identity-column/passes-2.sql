--- revision
CREATE TABLE parcels (n int);
--- revision
ALTER TABLE parcels ADD COLUMN id bigserial PRIMARY KEY, ADD COLUMN no int GENERATED ALWAYS AS IDENTITY;
