-- Every statement by itself
-- sqlbundle:revision h3
-- sqlbundle:revises h2

-- sqlbundle:up notransaction
CREATE TABLE marks (note text);
INSERT INTO marks VALUES ('one');
CREATE INDEX CONCURRENTLY marks_note ON marks (note);
INSERT INTO marks VALUES ('two');
BEGIN;
INSERT INTO marks VALUES ('three');
INSERT INTO marks VALUES ('four');
COMMIT;

-- sqlbundle:down notransaction
UPDATE items SET n = n + 1;
DROP TABLE marks;
UPDATE items SET n = n - 1;
