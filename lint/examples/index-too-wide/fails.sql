--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_wide_idx ON orders (user_id, ref, status, placed_at);
