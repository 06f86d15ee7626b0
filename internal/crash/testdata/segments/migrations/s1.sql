-- Open a shop
-- sqlbundle:revision s1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id int PRIMARY KEY, customer int NOT NULL, total int NOT NULL, note text);
-- No key: what is entered twice stands there twice.
CREATE TABLE shop.ledger (entry text NOT NULL, amount int NOT NULL);
CREATE TABLE shop.counters (name text PRIMARY KEY, value int NOT NULL);
INSERT INTO shop.counters VALUES ('runs', 0);
INSERT INTO shop.orders SELECT g, g % 7, g, 'note ' || g FROM generate_series(1, 200) g;
CREATE INDEX orders_note ON shop.orders (note);
CREATE INDEX orders_total ON shop.orders (total);

-- sqlbundle:down
DROP TABLE shop.counters;
DROP TABLE shop.ledger;
DROP TABLE shop.orders;
DROP SCHEMA shop;
