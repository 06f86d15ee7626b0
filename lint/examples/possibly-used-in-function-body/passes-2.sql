--- history
CREATE FUNCTION count_items() RETURNS bigint LANGUAGE sql AS 'SELECT count(qty) FROM items';
CREATE FUNCTION told() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'the age of users'; END $$;
--- revision
ALTER TABLE users DROP COLUMN age;
