--- history
CREATE TABLE events_2026 (id bigint NOT NULL, day date NOT NULL, kind text);
--- revision
ALTER TABLE events_2026 ADD CONSTRAINT bounds CHECK (day >= '2026-01-01' AND day < '2027-01-01') NOT VALID;
--- revision
ALTER TABLE events_2026 VALIDATE CONSTRAINT bounds;
--- revision
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE events_2026 DROP CONSTRAINT bounds;
