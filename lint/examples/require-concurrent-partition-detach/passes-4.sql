--- revision no-transaction
ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;
ALTER TABLE events_2024 DROP COLUMN kind;
