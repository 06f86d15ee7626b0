-- a4
-- sqlbundle:revision a4
-- sqlbundle:revises a3

-- sqlbundle:up
CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE moods (mood mood);
ALTER TYPE mood ADD VALUE 'sad';

-- sqlbundle:down
DROP TABLE moods;
DROP TYPE mood;
