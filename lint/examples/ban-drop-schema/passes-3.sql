--- history
CREATE SCHEMA hollow;
--- revision
DROP SCHEMA hollow;
