--- revision
CREATE TABLE archive (id bigint, note text);
ALTER TABLE orders RENAME TO purchases;
INSERT INTO archive SELECT id, note FROM purchases;
--- down
SELECT 1;
