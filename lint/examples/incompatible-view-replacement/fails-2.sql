--- history
CREATE FUNCTION app.double(n int) RETURNS int LANGUAGE sql AS 'SELECT 2';
--- revision
CREATE OR REPLACE FUNCTION app.double(m int) RETURNS int LANGUAGE sql AS 'SELECT 2';
--- error 42P13
