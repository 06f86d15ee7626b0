--- revision
CREATE TABLE app.events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--- revision
DROP TABLE app.events_2026;
