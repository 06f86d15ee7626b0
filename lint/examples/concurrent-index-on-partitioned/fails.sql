--- revision no-transaction
CREATE INDEX CONCURRENTLY events_kind_idx ON events (kind);
--- error 0A000
