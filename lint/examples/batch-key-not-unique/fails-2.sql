--- history
CREATE TABLE visits (place int, at timestamptz, seen boolean);
CREATE INDEX ON visits (place, at);
--- revision
-- sqlbundle:batch key=place,at size=5000
DELETE FROM visits AS v WHERE NOT v.seen;
