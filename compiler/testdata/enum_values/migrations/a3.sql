-- a3
-- sqlbundle:revision a3
-- sqlbundle:revises a2

-- sqlbundle:up
INSERT INTO people VALUES ('dee', 'angry');

-- sqlbundle:down
DELETE FROM people WHERE mood = 'angry';
