CREATE INDEX CONCURRENTLY a ON orders (status DESC);
CREATE INDEX CONCURRENTLY b ON orders (status text_pattern_ops);
CREATE INDEX CONCURRENTLY c ON orders USING hash (status);
CREATE INDEX CONCURRENTLY d ON orders (status) WHERE ref > 0;
CREATE INDEX CONCURRENTLY e ON orders (status) INCLUDE (ref);
CREATE INDEX CONCURRENTLY f ON orders (status COLLATE "C");
CREATE INDEX CONCURRENTLY g ON orders (status, ref);
CREATE INDEX CONCURRENTLY h ON orders (ref, status);
CREATE INDEX CONCURRENTLY i ON orders (lower(status));
