--- history
CREATE INDEX orders_wide ON orders (user_id, ref, status, total, note);
CREATE INDEX orders_some ON orders (placed_at, ref) WHERE ref > 0;
CREATE INDEX orders_down ON orders (total DESC, ref);
--- revision
CREATE INDEX CONCURRENTLY a ON orders (user_id);
CREATE INDEX CONCURRENTLY b ON orders (placed_at);
CREATE INDEX CONCURRENTLY c ON orders (total);
CREATE UNIQUE INDEX CONCURRENTLY d ON orders (total DESC);
