--- history
CREATE TABLE logs_old (at date, kind text);
--- revision
CREATE TABLE logs (at date, kind text) PARTITION BY RANGE (at);
ALTER TABLE logs ATTACH PARTITION logs_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE INDEX ON logs (kind);
