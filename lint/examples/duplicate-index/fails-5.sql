--- history
CREATE INDEX events_kind ON events (kind);
--- revision
CREATE INDEX events_kind_2 ON events (kind text_ops NULLS LAST);
