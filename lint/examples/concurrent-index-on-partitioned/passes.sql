--- revision
CREATE INDEX events_kind_idx ON ONLY events (kind);
--- revision no-transaction
CREATE INDEX CONCURRENTLY events_2024_kind_idx ON events_2024 (kind);
--- revision no-transaction
CREATE INDEX CONCURRENTLY events_2025_kind_idx ON events_2025 (kind);
--- revision
ALTER INDEX events_kind_idx ATTACH PARTITION events_2024_kind_idx;
ALTER INDEX events_kind_idx ATTACH PARTITION events_2025_kind_idx;
