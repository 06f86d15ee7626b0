--- history
CREATE TABLE regions (id bigint, region text) PARTITION BY LIST (region);
CREATE TABLE regions_rest PARTITION OF regions DEFAULT;
ALTER TABLE regions_rest ADD CONSTRAINT not_n CHECK (NOT (region IS NOT NULL AND region = 'n'));
--- revision
CREATE TABLE regions_n PARTITION OF regions FOR VALUES IN ('n');
