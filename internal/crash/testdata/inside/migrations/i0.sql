-- Open a shop, with addresses that stand twice
-- sqlbundle:revision i0
-- sqlbundle:revises base

-- sqlbundle:up
CREATE SCHEMA shop;
GRANT USAGE, CREATE ON SCHEMA shop TO crash_clerk;
CREATE TABLE shop.accounts (id int PRIMARY KEY, email text NOT NULL, visits int DEFAULT 7);
INSERT INTO shop.accounts SELECT g, 'User' || g || '@example.org' FROM generate_series(1, 100) g;
INSERT INTO shop.accounts VALUES (101, 'user7@example.org');
CREATE TABLE shop.ledger (entry text, amount int);

-- sqlbundle:down
DROP SCHEMA shop CASCADE;
