--- revision
ALTER TABLE orders SET (autovacuum_enabled = false);
--- revision
ALTER TABLE legacy RESET (autovacuum_enabled);
