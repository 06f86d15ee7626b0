--- revision
ALTER TABLE orders SET (autovacuum_enabled = 0);
--- revision
ALTER TABLE orders RENAME TO purchases;
ALTER TABLE public.purchases RESET (autovacuum_enabled);
