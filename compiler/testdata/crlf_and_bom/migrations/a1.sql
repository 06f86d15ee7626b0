-- Windows wrote this
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE notes (body text);
-- a comment
INSERT INTO notes VALUES ('one
two'), ($$three
four$$);

-- sqlbundle:down
DROP TABLE notes;
