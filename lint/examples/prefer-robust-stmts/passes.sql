--- revision no-transaction
CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
