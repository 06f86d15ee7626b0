--- revision no-transaction
ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;
--- revision
DROP TABLE events_2024;
