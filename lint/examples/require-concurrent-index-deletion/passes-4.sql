--- history
CREATE INDEX events_kind_idx ON events (kind);
--- revision
DROP INDEX events_kind_idx;
