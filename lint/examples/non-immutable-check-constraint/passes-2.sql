--- history
CREATE FUNCTION app.even(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 % 2 = 0';
--- revision
ALTER TABLE orders ADD CHECK (app.even(ref) AND lower(status) <> '' AND placed_at > '2000-01-01'::timestamp) NOT VALID;
