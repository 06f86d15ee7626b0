--- history
CREATE FUNCTION adult_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM users WHERE age >= 18';
--- revision
DROP FUNCTION adult_count();
ALTER TABLE users DROP COLUMN age;
