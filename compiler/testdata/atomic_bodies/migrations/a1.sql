-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE log (what text);
CREATE PROCEDURE note(t text)
BEGIN ATOMIC
    INSERT INTO log VALUES (t);
    INSERT INTO log SELECT CASE t WHEN 'x' THEN 'y' ELSE 'end' END;
END;
CREATE OR REPLACE FUNCTION doubled(a int) RETURNS int RETURN a * 2;
CALL note('x');
CREATE RULE twice AS ON INSERT TO log DO ALSO (NOTIFY log; NOTIFY twice);
INSERT INTO log VALUES ('z');

-- sqlbundle:down
DROP FUNCTION doubled(int);
DROP PROCEDURE note(text);
DROP TABLE log;
