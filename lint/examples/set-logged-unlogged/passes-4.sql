--- revision
CREATE UNLOGGED TABLE cache (k text);
--- down
ALTER TABLE cache SET LOGGED;
DROP TABLE cache;
