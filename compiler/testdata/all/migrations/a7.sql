-- a7
-- sqlbundle:revision a7
-- sqlbundle:revises a6

-- sqlbundle:up
INSERT INTO moods VALUES ('sad'), ('glad');

-- sqlbundle:down
DELETE FROM moods;
