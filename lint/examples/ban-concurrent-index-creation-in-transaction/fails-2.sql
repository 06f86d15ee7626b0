DO $$ BEGIN CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref); END $$;
--- error 25001
