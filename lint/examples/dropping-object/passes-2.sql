--- history
CREATE FUNCTION app.add(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b';
--- revision
DROP FUNCTION app.add(integer, int4);
CREATE FUNCTION app.add(x int, y int) RETURNS int LANGUAGE sql AS 'SELECT x + y';
DROP FUNCTION IF EXISTS app.nothing();
--- revision
CREATE VIEW app.v AS SELECT 1 AS one;
--- revision
ALTER VIEW app.v RENAME TO w;
DROP VIEW app.w;
