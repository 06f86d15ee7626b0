-- Twice as much.
CREATE FUNCTION double(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
-- sqlbundle:include more/index.sql
