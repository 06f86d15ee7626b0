-- People have moods
-- sqlbundle:revision e1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id int PRIMARY KEY, feels mood NOT NULL DEFAULT 'ok', changes int NOT NULL DEFAULT 0);
INSERT INTO people (id) SELECT generate_series(1, 60);

-- sqlbundle:down
DROP TABLE people;
DROP TYPE mood;
