CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
CREATE INDEX IF NOT EXISTS orders_total_idx ON orders (total);
