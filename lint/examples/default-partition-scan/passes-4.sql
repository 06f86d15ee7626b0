--- history
CREATE TABLE events_rest PARTITION OF events DEFAULT;
--- revision no-transaction
CREATE TABLE app.events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
DROP TABLE events_rest;
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
