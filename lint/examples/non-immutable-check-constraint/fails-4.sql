--- history
CREATE FUNCTION app.known(bigint) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT EXISTS (SELECT 1 FROM users WHERE id = $1)';
--- revision
ALTER TABLE orders ADD CHECK (app.known(user_id)) NOT VALID;
