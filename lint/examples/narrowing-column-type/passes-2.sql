--- history
CREATE TABLE app.prices (id bigint PRIMARY KEY, amount numeric(10,2));
--- revision
ALTER TABLE orders ALTER COLUMN ref TYPE bigint, ALTER COLUMN note TYPE text;
ALTER TABLE app.prices ALTER COLUMN amount TYPE numeric(12,2);
ALTER TABLE legacy ALTER COLUMN n TYPE text USING n::text;
