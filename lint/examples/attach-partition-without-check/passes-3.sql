--- history
CREATE TABLE regions (id bigint, region text) PARTITION BY LIST (region);
CREATE TABLE app.north (id bigint, region text);
ALTER TABLE app.north ADD CONSTRAINT bounds CHECK (region IS NOT NULL AND region = ANY (ARRAY['n'::text, 'nw'::text]));
--- revision
ALTER TABLE regions ATTACH PARTITION app.north FOR VALUES IN ('n', 'nw');
