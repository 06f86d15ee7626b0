-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(40), age int);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int);
-- New tables are nobody's yet.
CREATE INDEX ON orders (customer_id);
ALTER TABLE orders ADD CHECK (total > 0);
INSERT INTO customers SELECT n, 'customer ' || n, n FROM generate_series(1, 10) n;

-- sqlbundle:down
DROP TABLE orders;
DROP TABLE customers;
