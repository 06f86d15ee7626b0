--- revision
ALTER TABLE users ADD COLUMN locale text;
ALTER TABLE orders ADD COLUMN locale text;
UPDATE orders SET locale = 'de' WHERE id = 1;
INSERT INTO legacy VALUES ('x', 9);
COMMENT ON TABLE orders IS 'what is bought';
