--- revision no-transaction
CREATE TABLE notes (id bigint PRIMARY KEY);
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
