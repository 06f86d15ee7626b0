--- history
CREATE FUNCTION adult_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM users WHERE age >= 18';
--- revision
ALTER TABLE users RENAME COLUMN age TO years;
--- revision
CREATE OR REPLACE FUNCTION adult_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM users WHERE years >= 18';
