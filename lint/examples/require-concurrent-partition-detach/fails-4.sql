--- history
CREATE TABLE events_rest PARTITION OF events DEFAULT;
--- revision
ALTER TABLE events DETACH PARTITION events_2024;
