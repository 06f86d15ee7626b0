--- revision
CREATE TABLE app.events_2026 (LIKE events INCLUDING ALL);
--- revision
ALTER TABLE app.events_2026 RENAME TO "Events 2026";
ALTER TABLE events ATTACH PARTITION app."Events 2026" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
