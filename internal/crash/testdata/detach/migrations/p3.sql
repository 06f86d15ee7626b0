-- Put the last year away
-- sqlbundle:revision p3
-- sqlbundle:revises p2

-- sqlbundle:up
ALTER TABLE events DETACH PARTITION events_2022 CONCURRENTLY;

-- sqlbundle:down
ALTER TABLE events_2022 DROP CONSTRAINT events_2022_year_check;
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES IN (2022);
