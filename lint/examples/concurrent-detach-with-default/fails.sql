--- history
CREATE TABLE events_rest PARTITION OF events DEFAULT;
--- revision no-transaction
ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;
--- error 55000
