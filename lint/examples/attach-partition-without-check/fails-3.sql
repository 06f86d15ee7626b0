--- history
CREATE TABLE logs (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE app.logs_2026 (id bigint, day date);
ALTER TABLE app.logs_2026 ADD CONSTRAINT bounds CHECK (day >= '2026-01-01' AND day < '2027-01-01');
--- revision
ALTER TABLE logs ATTACH PARTITION app.logs_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
