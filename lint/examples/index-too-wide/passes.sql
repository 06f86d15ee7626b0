--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_pair_idx ON orders (user_id, status);
