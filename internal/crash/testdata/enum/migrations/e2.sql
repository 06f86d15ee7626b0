-- Some are happy
-- sqlbundle:revision e2
-- sqlbundle:revises e1

-- sqlbundle:up
UPDATE people SET changes = changes + 1;
ALTER TYPE mood ADD VALUE 'happy';
ALTER TYPE mood ADD VALUE 'glad' BEFORE 'happy';
UPDATE people SET feels = 'happy', changes = changes + 10 WHERE id % 2 = 0;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'awful' BEFORE 'sad';
UPDATE people SET feels = 'awful', changes = changes + 100 WHERE id % 5 = 0;
ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'glad';
CREATE INDEX CONCURRENTLY people_happy ON people (id) WHERE feels = 'happy';
ALTER TYPE mood ADD VALUE 'tired';

-- sqlbundle:down
DROP INDEX CONCURRENTLY people_happy;
ALTER TABLE people ALTER COLUMN feels DROP DEFAULT;
ALTER TABLE people ALTER COLUMN feels TYPE text;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad', 'ok');
UPDATE people SET feels = 'ok', changes = changes - 100 WHERE id % 5 = 0;
UPDATE people SET feels = 'ok', changes = changes - 10 WHERE id % 2 = 0;
UPDATE people SET changes = changes - 1;
ALTER TABLE people ALTER COLUMN feels TYPE mood USING feels::mood;
ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'ok';
