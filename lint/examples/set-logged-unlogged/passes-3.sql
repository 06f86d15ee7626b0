--- history
CREATE UNLOGGED TABLE cache (k text);
--- revision
ALTER TABLE cache ADD COLUMN v text, SET UNLOGGED;
