--- revision
CREATE SCHEMA shared;
GRANT USAGE, CREATE ON SCHEMA shared TO PUBLIC;
--- revision
CREATE FUNCTION shared.f() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = shared, pg_temp AS 'SELECT count(*) FROM t'
  ;
