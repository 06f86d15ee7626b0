--- history
CREATE PUBLICATION everything FOR ALL TABLES;
--- revision
ALTER TABLE diary DROP COLUMN id;
