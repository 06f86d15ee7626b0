-- Put two years away
-- sqlbundle:revision p2
-- sqlbundle:revises p1

-- sqlbundle:up
INSERT INTO ledger VALUES ('p2 before', 1);
ALTER TABLE events DETACH PARTITION "Arch ive"."Events 2020" CONCURRENTLY;
INSERT INTO ledger SELECT 'p2 has ' || count(*), 2 FROM events;
SET search_path = public;
ALTER TABLE ONLY events DETACH PARTITION events_2021 CONCURRENTLY;
CREATE INDEX CONCURRENTLY events_2021_id ON events_2021 (id);
INSERT INTO ledger VALUES ('p2 last', 3);

-- sqlbundle:down
DROP INDEX CONCURRENTLY events_2021_id;
-- A concurrent detach leaves the partition's bound as a check.
ALTER TABLE events_2021 DROP CONSTRAINT events_2021_year_check;
ALTER TABLE "Arch ive"."Events 2020" DROP CONSTRAINT "Events 2020_year_check";
ALTER TABLE events ATTACH PARTITION events_2021 FOR VALUES IN (2021);
ALTER TABLE events ATTACH PARTITION "Arch ive"."Events 2020" FOR VALUES IN (2020);
DELETE FROM ledger WHERE entry LIKE 'p2%';
