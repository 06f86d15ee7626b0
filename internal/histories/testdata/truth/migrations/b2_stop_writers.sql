-- sqlbundle:revision b2
-- sqlbundle:revises a1

-- sqlbundle:up
CREATE INDEX customers_name ON customers (name);
ALTER TABLE customers ALTER COLUMN age TYPE bigint;
ALTER TABLE orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE orders ADD COLUMN placed timestamptz DEFAULT clock_timestamp();
ALTER TABLE orders ADD CONSTRAINT orders_total_most CHECK (total < 1000000) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_most;
ALTER TABLE customers RENAME TO clients;
ALTER TABLE clients ALTER COLUMN name SET NOT NULL;
-- Among the deleted rows is none to be read.
DELETE FROM orders;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;

-- sqlbundle:down
ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
ALTER TABLE clients ALTER COLUMN name DROP NOT NULL;
ALTER TABLE clients RENAME TO customers;
ALTER TABLE orders DROP CONSTRAINT orders_total_most;
ALTER TABLE orders DROP COLUMN placed;
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;
ALTER TABLE customers ALTER COLUMN age TYPE int;
DROP INDEX customers_name;
