-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (name text, mood mood);
ALTER TYPE mood ADD VALUE 'happy';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' BEFORE 'happy';
INSERT INTO people VALUES ('ada', 'happy'), ('bo', 'glad');
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
INSERT INTO people VALUES ('chen', 'fine');

-- sqlbundle:down
DROP TABLE people;
DROP TYPE mood;
