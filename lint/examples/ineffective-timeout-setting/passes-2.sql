--- revision no-transaction
SET lock_timeout = 0;
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
--- revision
SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '30s';
ALTER TABLE orders ADD COLUMN paid boolean;
--- revision
SET LOCAL lock_timeout = 0;
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN n int;
