--- revision
CREATE TABLE notes (id bigint PRIMARY KEY);
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
--- revision no-transaction
CREATE TABLE single (id bigint PRIMARY KEY);
--- revision no-transaction
DROP INDEX CONCURRENTLY IF EXISTS orders_ref_idx;
DROP TABLE IF EXISTS notes;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
