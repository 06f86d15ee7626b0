-- Count in Kelvin
-- sqlbundle:revision b2
-- sqlbundle:revises a1

-- sqlbundle:up
ALTER TABLE readings ADD COLUMN kelvin numeric;
-- Some thousand at a time.
-- sqlbundle:timeout lock=1s
-- sqlbundle:batch key=station,taken_at size=3 pause=10ms
UPDATE readings AS r SET kelvin = celsius + 273.15
WHERE celsius < 1 -- cold
   OR celsius >= 1; -- or not
ALTER TABLE readings ALTER COLUMN kelvin SET NOT NULL;
ALTER TABLE stations ADD FOREIGN KEY (id) REFERENCES stations;

-- sqlbundle:down
-- sqlbundle:batch key=station,taken_at size=1000
DELETE FROM readings WHERE celsius IS NULL;
ALTER TABLE stations DROP CONSTRAINT stations_id_fkey;
ALTER TABLE readings DROP COLUMN kelvin;
