ALTER TABLE orders SET (autovacuum_enabled);
ALTER TABLE legacy SET (autovacuum_enabled = false);
DROP TABLE legacy;
