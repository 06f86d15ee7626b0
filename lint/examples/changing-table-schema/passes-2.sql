--- revision
CREATE TABLE drafts (id bigint);
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
--- revision
ALTER TABLE drafts SET SCHEMA app;
ALTER FUNCTION one() SET SCHEMA app;
ALTER TABLE orders SET SCHEMA public;
