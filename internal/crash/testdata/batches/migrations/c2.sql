-- Count along each of them
-- sqlbundle:revision c2
-- sqlbundle:revises c1

-- sqlbundle:up
SET timezone = 'Asia/Kathmandu';
-- sqlbundle:batch key=id size=5
UPDATE readings SET value = value + 1;
-- sqlbundle:batch key=code size=4
UPDATE readings SET value = value + 10 WHERE value = 1 OR value > 100;
-- sqlbundle:batch key=name size=5
UPDATE readings r SET value = r.value + 100 FROM readings o WHERE o.id = r.id AND r.value = 11;
ALTER TABLE readings ADD COLUMN note text;
-- sqlbundle:batch key=taken_at size=5 pause=1ms
UPDATE readings SET value = value + 1000, note = extract(hour FROM taken_at)::text WHERE value < 1000;
-- sqlbundle:batch key=station,number size=5
UPDATE readings SET value = value + 10000;

-- sqlbundle:down
-- sqlbundle:batch key=station,number size=5
UPDATE readings SET value = value - 11111;
ALTER TABLE readings DROP COLUMN note;
