--- revision
DROP TABLE legacy;
ALTER TABLE items DROP COLUMN qty;
--- down
ALTER TABLE items ADD COLUMN qty int;
CREATE TABLE legacy (code text, n int);
