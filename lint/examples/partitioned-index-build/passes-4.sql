--- history
CREATE TABLE logs (at date, kind text) PARTITION BY RANGE (at);
--- revision
CREATE INDEX ON logs (kind);
CREATE INDEX CONCURRENTLY ON events_2024 (kind);
