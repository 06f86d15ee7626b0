--- revision
CREATE FUNCTION app.n() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM users';
ALTER FUNCTION app.n() SET search_path = '';
--- revision
CREATE OR REPLACE FUNCTION app.m() RETURNS bigint LANGUAGE sql SECURITY INVOKER AS 'SELECT count(*) FROM users';
ALTER FUNCTION app.m() SET search_path = public, pg_temp;
--- revision
ALTER FUNCTION app.m() SECURITY DEFINER;
