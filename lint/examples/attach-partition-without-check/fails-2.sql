--- revision
CREATE TABLE app."Events 2026" (id bigint NOT NULL, day date NOT NULL, kind text);
--- revision
INSERT INTO app."Events 2026" SELECT g, date '2026-01-01' + g, 'k' FROM generate_series(1, 100) g;
--- revision
ALTER TABLE events ATTACH PARTITION app."Events 2026" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
