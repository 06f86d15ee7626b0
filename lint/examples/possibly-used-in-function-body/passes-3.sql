--- history
CREATE FUNCTION adult_count() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM users WHERE age >= 18; END;
--- revision
ALTER TABLE users RENAME COLUMN age TO years;
