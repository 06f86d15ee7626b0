--- history
CREATE TABLE visits (place int, at timestamptz, seen boolean);
CREATE UNIQUE INDEX ON visits (place DESC, at DESC);
--- revision
-- sqlbundle:batch key=place,at size=5000
DELETE FROM visits WHERE NOT seen;
