--- history
CREATE INDEX orders_user_placed_idx ON orders (user_id, placed_at);
--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_placed_idx ON orders (placed_at);
