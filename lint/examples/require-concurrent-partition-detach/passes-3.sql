--- revision
CREATE TABLE app.events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE app.events_2024 PARTITION OF app.events DEFAULT;
--- revision
ALTER TABLE app.events RENAME TO happenings;
ALTER TABLE app.happenings DETACH PARTITION app.events_2024;
