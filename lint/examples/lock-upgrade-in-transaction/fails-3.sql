--- revision
SELECT count(*) FROM active_users;
ALTER TABLE users ADD COLUMN locale text;
--- down
DELETE FROM items WHERE id = 1;
ALTER TABLE items ADD CONSTRAINT sku_set CHECK (sku IS NOT NULL) NOT VALID;
