--- revision
CREATE INDEX items_sku_idx ON items (sku);
--- down
DROP INDEX items_sku_idx;
