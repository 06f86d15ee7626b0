--- history
CREATE EXTENSION citext;
--- revision
DROP EXTENSION IF EXISTS citext;
