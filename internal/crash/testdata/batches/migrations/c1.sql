-- Take readings, with a key of each kind
-- sqlbundle:revision c1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE readings (
  id bigint PRIMARY KEY, code uuid NOT NULL UNIQUE, name text UNIQUE, taken_at timestamptz UNIQUE, station int, number int, value int NOT NULL DEFAULT 0,
  UNIQUE (station, number)
);
INSERT INTO readings (id, code, name, taken_at, station, number)
SELECT g * 10000000000, md5(g::text)::uuid, CASE WHEN g % 6 > 0 THEN 'no. ' || g END, '2026-03-29 00:30Z'::timestamptz + g * interval '7 min',
  nullif(g % 4, 3), CASE WHEN g % 5 > 0 THEN g END
FROM generate_series(1, 12) g;

-- sqlbundle:down
DROP TABLE readings;
