--- history
CREATE TABLE events_2026 (id bigint NOT NULL, day date NOT NULL, kind text CHECK (day >= '2026-01-01' AND day < '2027-01-01'));
CREATE INDEX events_kind_idx ON events (kind);
--- revision
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
