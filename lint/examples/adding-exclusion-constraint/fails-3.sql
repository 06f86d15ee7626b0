--- target 18
--- history
CREATE TABLE stays (room int4range, during tstzrange);
--- revision
-- sqlbundle:raw
ALTER TABLE stays ADD CONSTRAINT one_stay UNIQUE (room, during WITHOUT OVERLAPS);
-- sqlbundle:end-raw
