--- history
CREATE TABLE visits (place int, at timestamptz, seen boolean, UNIQUE (place, at));
--- revision
-- sqlbundle:batch key=at,place size=5000
DELETE FROM visits WHERE NOT seen;
