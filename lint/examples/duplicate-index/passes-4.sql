--- history
CREATE INDEX events_2024_kind ON events_2024 (kind);
--- revision
CREATE INDEX events_kind ON events (kind);
CREATE UNIQUE INDEX CONCURRENTLY orders_status_key ON orders (status);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
