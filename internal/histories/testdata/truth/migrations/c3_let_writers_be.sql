-- sqlbundle:revision c3
-- sqlbundle:revises b2

-- sqlbundle:up
CREATE INDEX CONCURRENTLY clients_age ON clients (age);
ALTER TABLE clients ALTER COLUMN name TYPE varchar(80);
ALTER TABLE clients ADD COLUMN active boolean NOT NULL DEFAULT true;
ALTER TABLE clients ADD CONSTRAINT clients_age_least CHECK (age >= 0) NOT VALID;
-- sqlbundle:commit
ALTER TABLE clients VALIDATE CONSTRAINT clients_age_least;
CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
CREATE INDEX ON items (order_id);
TRUNCATE items;

-- sqlbundle:down
DROP TABLE items;
ALTER TABLE clients DROP CONSTRAINT clients_age_least;
ALTER TABLE clients DROP COLUMN active;
ALTER TABLE clients ALTER COLUMN name TYPE varchar(40);
DROP INDEX CONCURRENTLY clients_age;
