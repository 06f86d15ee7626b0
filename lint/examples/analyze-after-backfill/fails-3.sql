--- revision
INSERT INTO legacy SELECT sku, qty FROM items;
--- revision
VACUUM legacy;
