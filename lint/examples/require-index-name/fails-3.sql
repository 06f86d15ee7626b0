CREATE INDEX ON events (kind);
