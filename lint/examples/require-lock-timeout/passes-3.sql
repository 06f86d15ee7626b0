--- lock_timeout 0
--- revision no-transaction
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
--- revision
SELECT set_config('lock_timeout', '2s', false);
ALTER TABLE orders ADD COLUMN paid boolean;
-- sqlbundle:commit
ALTER TABLE orders ADD COLUMN sent boolean;
--- revision
-- sqlbundle:timeout lock=3s
ALTER TABLE users ADD COLUMN paid boolean;
