-- Keep readings
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE readings (station int, taken_at timestamptz, celsius numeric, UNIQUE (station, taken_at));
CREATE TABLE stations (id int PRIMARY KEY, name text);
INSERT INTO readings SELECT g % 3, '2026-01-01Z'::timestamptz + g * interval '1 h', g / 10.0 FROM generate_series(1, 20) g;

-- sqlbundle:down
DROP TABLE readings, stations;
