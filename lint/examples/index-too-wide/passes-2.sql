CREATE INDEX CONCURRENTLY ON orders (user_id, ref, status) INCLUDE (placed_at, total);
CREATE UNIQUE INDEX CONCURRENTLY ON orders (user_id, ref, status, placed_at);
ALTER TABLE items ADD UNIQUE (order_id, id, sku, qty);
