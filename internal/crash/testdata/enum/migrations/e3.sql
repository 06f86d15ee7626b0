-- Call it by another name
-- sqlbundle:revision e3
-- sqlbundle:revises e2

-- sqlbundle:up
ALTER TYPE mood RENAME VALUE 'tired' TO 'sleepy';
ALTER TYPE mood ADD VALUE 'hungry' AFTER 'sleepy';
INSERT INTO people VALUES (1000, 'hungry'), (1001, 'sleepy');

-- sqlbundle:down
DELETE FROM people WHERE id >= 1000;
ALTER TABLE people ALTER COLUMN feels DROP DEFAULT;
DROP INDEX people_happy;
ALTER TABLE people ALTER COLUMN feels TYPE text;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('awful', 'sad', 'ok', 'glad', 'happy', 'tired');
ALTER TABLE people ALTER COLUMN feels TYPE mood USING feels::mood;
ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'glad';
CREATE INDEX CONCURRENTLY people_happy ON people (id) WHERE feels = 'happy';
