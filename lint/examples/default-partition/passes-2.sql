--- history
CREATE TABLE events_rest PARTITION OF events DEFAULT;
--- revision
CREATE TABLE IF NOT EXISTS events_rest PARTITION OF events DEFAULT;
ALTER TABLE events DETACH PARTITION events_rest;
