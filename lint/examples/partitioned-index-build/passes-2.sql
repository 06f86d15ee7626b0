--- history
CREATE INDEX a ON events_2024 (kind);
CREATE INDEX b ON events_2025 (kind);
--- revision
CREATE INDEX events_kind_idx ON events (kind);
